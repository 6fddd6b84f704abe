// SPDX-License-Identifier: BSL-1.0
#include <vector>

#include <dlp/pool.hpp>

#include "contenders.hpp"

auto benchmark::burst() -> contender {
  return {.name = "submit all", .loop = [](dlp::index_t n) {
            auto visited = tally();
            auto pool = dlp::function_pool<void(dlp::index_t)>([&](dlp::index_t x) { visited(x); });
            if (!pool.is_root()) return visited;
            auto results = std::vector<dlp::future<void>>();
            for (auto x = dlp::index_t{0}; x != n; ++x) results.push_back(pool(x));
            for (auto& one : results) one.get();
            pool.shutdown();
            return visited;
          }};
}
