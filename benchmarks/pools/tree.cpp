// SPDX-License-Identifier: BSL-1.0
#include <vector>

#include <dlp/pool.hpp>

#include "contenders.hpp"

auto benchmark::tree() -> contender {
  return {.name = "for_each, tree", .loop = [](dlp::index_t n) {
            auto visited = tally();
            auto const body = [&](dlp::index_t x, dlp::feeder<dlp::index_t>& more) {
              visited(x);
              for (auto const child : {2 * x + 1, 2 * x + 2})
                if (child < n) more.add(child);
            };
            dlp::for_each(std::vector<dlp::index_t>(1), body);
            return visited;
          }};
}
