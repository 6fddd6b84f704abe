// SPDX-License-Identifier: BSL-1.0
#include <ranges>

#include <dlp.hpp>

#include "managed_fixed_1.hpp"

auto benchmark::managed_fixed_1() -> contender {
  return {.name = "split_managed fixed{1}", .loop = [](dlp::index_t n) {
            auto visited = tally();
            for (auto x : std::views::iota(dlp::index_t{0}, n) |
                              dlp::split_managed({.schedule = dlp::fixed{1}}))
              visited(x);
            return visited;
          }};
}
