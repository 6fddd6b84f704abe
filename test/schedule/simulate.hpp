// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <initializer_list>
#include <vector>

#include <dlp/schedule/schedule.hpp>

namespace dlp_test {

inline constexpr auto totals = std::initializer_list<dlp::index_t>{0, 1, 3, 7, 16, 99, 1000};
inline constexpr auto most_workers = dlp::index_t{9};

/// The sizes of the chunks that a manager hands out under this rule, until nothing remains.
inline auto chunks_of(dlp::schedule const& rule, dlp::index_t total, dlp::index_t workers)
    -> std::vector<dlp::index_t> {
  auto sizes = std::vector<dlp::index_t>();
  auto loop = dlp::loop_progress{total, total, 0, workers};
  while (loop.remaining != 0) {
    auto const size = dlp::next_chunk(rule, loop);
    sizes.push_back(size);
    if (size == 0 || size > loop.remaining) break;  // for the test to see, instead of no end
    loop.remaining -= size;
    ++loop.chunks;
  }
  return sizes;
}

}  // namespace dlp_test
