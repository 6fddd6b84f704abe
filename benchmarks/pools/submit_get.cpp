// SPDX-License-Identifier: BSL-1.0
#include <dlp/pool.hpp>

#include "contenders.hpp"

auto benchmark::submit_get() -> contender {
  return {.name = "submit, get", .loop = [](dlp::index_t n) {
            auto visited = tally();
            auto pool = dlp::function_pool<void(dlp::index_t)>([&](dlp::index_t x) { visited(x); });
            if (!pool.is_root()) return visited;
            for (auto x = dlp::index_t{0}; x != n; ++x) pool(x).get();
            pool.shutdown();
            return visited;
          }};
}
