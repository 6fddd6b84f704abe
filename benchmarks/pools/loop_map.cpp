// SPDX-License-Identifier: BSL-1.0
#include <ranges>

#include <dlp.hpp>

#include "contenders.hpp"

auto benchmark::loop_map(work const& body) -> contender {
  return {.name = "dlp::map", .loop = [body](dlp::index_t n) {
            auto visited = tally();
            auto const call = [&](dlp::index_t x) {
              visited(x);
              if (body) body();
              return x;
            };
            static_cast<void>(dlp::map(call, std::views::iota(dlp::index_t{0}, n)));
            return visited;
          }};
}
