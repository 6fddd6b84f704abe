// SPDX-License-Identifier: BSL-1.0
#include <core/packed_numbers.hpp>

#include <algorithm>
#include <span>

#include <dlp/core/error.hpp>

namespace dlp::detail {

void append(bytes& to, std::vector<std::uint64_t> const& numbers) {
  append(to, std::uint64_t{numbers.size()});
  auto const raw = std::as_bytes(std::span(numbers));
  to.insert(to.end(), raw.begin(), raw.end());
}

auto take_numbers(byte_reader& from) -> std::vector<std::uint64_t> {
  auto const count = from.take<std::uint64_t>();
  if (count > from.rest().size() / sizeof(std::uint64_t))
    throw error("dlp: a list of numbers is cut");
  auto numbers = std::vector<std::uint64_t>(count);
  std::ranges::copy(from.take(count * sizeof(std::uint64_t)),
                    std::as_writable_bytes(std::span(numbers)).begin());
  return numbers;
}

}  // namespace dlp::detail
