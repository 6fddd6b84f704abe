// SPDX-License-Identifier: BSL-1.0
#include <ranges>

#include <dlp.hpp>

#include "contenders.hpp"

auto benchmark::shared() -> contender {
  return {.name = "split_shared", .loop = [](dlp::index_t n) {
            auto visited = tally();
            for (auto x : std::views::iota(dlp::index_t{0}, n) | dlp::split_shared) visited(x);
            return visited;
          }};
}
