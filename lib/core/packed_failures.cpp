// SPDX-License-Identifier: BSL-1.0
#include <core/packed_failures.hpp>

#include <utility>

namespace dlp::detail {

void append(bytes& to, std::vector<failure> const& failures) {
  append(to, std::uint64_t{failures.size()});
  for (auto const& one : failures) {
    append(to, one.index);
    append(to, one.rank);
    append(to, one.host);
    append(to, one.type);
    append(to, one.text);
    append(to, one.example);
  }
}

auto take_failures(byte_reader& from) -> std::vector<failure> {
  auto failures = std::vector<failure>();
  for (auto left = from.take<std::uint64_t>(); left != 0; --left) {
    auto one = failure();
    one.index = from.take<index_t>();
    one.rank = from.take<int>();
    one.host = from.take_text();
    one.type = from.take_text();
    one.text = from.take_text();
    one.example = from.take_text();
    failures.push_back(std::move(one));
  }
  return failures;
}

}  // namespace dlp::detail
