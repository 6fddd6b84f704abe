// SPDX-License-Identifier: BSL-1.0
#include <ranges>

#include <dlp/pool.hpp>

#include "contenders.hpp"

auto benchmark::pool_map() -> contender {
  return {.name = "pool.map", .loop = [](dlp::index_t n) {
            auto visited = tally();
            auto pool = dlp::function_pool<dlp::index_t(dlp::index_t)>([&](dlp::index_t x) {
              visited(x);
              return x;
            });
            if (!pool.is_root()) return visited;
            static_cast<void>(pool.map(std::views::iota(dlp::index_t{0}, n)));
            pool.shutdown();
            return visited;
          }};
}
