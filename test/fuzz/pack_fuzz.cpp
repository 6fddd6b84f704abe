// SPDX-License-Identifier: BSL-1.0
//
// Values, as `unpack` makes them from the bytes of a message.
#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

#include <boost/serialization/map.hpp>
#include <boost/serialization/string.hpp>
#include <boost/serialization/vector.hpp>

#include <dlp/comm/pack.hpp>

#include "fuzz.hpp"

using namespace dlp_test;

namespace {

struct point {
  std::array<double, 3> at;
  std::int32_t index;
  std::int32_t colour;
};

/// What has been read is written as it was found.
template <class T>
void read_value(byte_span input) {
  may_refuse([&] {
    auto const value = dlp::detail::unpack<T>(input);
    auto again = dlp::bytes();
    dlp::detail::pack(again, value);
    demand(again.size() <= input.size() && std::ranges::equal(again, input.first(again.size())));
  });
}

}  // namespace

void try_bytes(byte_span input) {
  if (input.empty()) return;
  auto const rest = input.subspan(1);
  switch (static_cast<unsigned char>(input[0]) % 8) {
    case 0:
      return read_value<std::uint64_t>(rest);
    case 1:
      return read_value<point>(rest);
    case 2:
      return read_value<std::string>(rest);
    case 3:
      return read_value<std::vector<int>>(rest);
    case 4:
      return read_value<std::vector<point>>(rest);
    case 5:
      return read_value<std::vector<std::byte>>(rest);
    case 6:
      return read_value<std::vector<std::array<char, 7>>>(rest);
    default:
      return read_value<std::map<std::string, std::vector<int>>>(rest);
  }
}
