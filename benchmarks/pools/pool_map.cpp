// SPDX-License-Identifier: BSL-1.0
#include <ranges>

#include <dlp/pool.hpp>

#include "contenders.hpp"

auto benchmark::pool_map(work const& body) -> contender {
  return {.name = "pool.map", .loop = [body](dlp::index_t n) {
            auto visited = tally();
            auto pool = dlp::function_pool<dlp::index_t(dlp::index_t)>([&](dlp::index_t x) {
              visited(x);
              if (body) body();
              return x;
            });
            if (!pool.is_root()) return visited;
            static_cast<void>(pool.map(std::views::iota(dlp::index_t{0}, n)));
            pool.shutdown();
            return visited;
          }};
}
