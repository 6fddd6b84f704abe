// SPDX-License-Identifier: BSL-1.0
#include <dispatch/journal/cell_row.hpp>

#include <array>
#include <bit>

#include <core/checksum.hpp>

namespace dlp::detail {

auto checksum_of(cell_row const& row) noexcept -> std::uint32_t {
  auto const numbers = std::array<std::uint64_t, 8>{row.index,
                                                    static_cast<std::uint64_t>(row.status),
                                                    static_cast<std::uint64_t>(row.attempts),
                                                    static_cast<std::uint64_t>(row.rank),
                                                    std::bit_cast<std::uint64_t>(row.start),
                                                    std::bit_cast<std::uint64_t>(row.duration),
                                                    row.axes.size(),
                                                    row.results.size()};
  auto sum = checksum(std::as_bytes(std::span(numbers)));
  for (auto const text : {row.host, row.error}) sum = checksum_of(stored_value(text), sum);
  for (auto const values : {row.axes, row.results}) {
    for (auto const& value : values) sum = checksum_of(value, sum);
  }
  if (!row.words.empty()) sum = checksum_of(stored_value(row.words), sum);
  return sum;
}

}  // namespace dlp::detail
