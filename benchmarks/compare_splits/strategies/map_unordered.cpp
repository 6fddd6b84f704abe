// SPDX-License-Identifier: BSL-1.0
#include <dlp.hpp>

#include "../strategy.hpp"

auto benchmark::map_unordered() -> strategy {
  return {"map_unordered", family::map, "results travel back to the root", [](job const& job) {
            auto const f = [&](dlp::index_t i) {
              job.body(i);
              return i;
            };
            for ([[maybe_unused]] auto const& i : dlp::map_unordered(f, job.indices())) continue;
          }};
}
