// SPDX-License-Identifier: BSL-1.0
#include <dlp.hpp>

#include "contenders.hpp"

auto benchmark::vector_shared() -> contender {
  return {.name = "split_shared",
          .loop =
              [](dlp::index_t n) {
                auto visited = tally();
                for (; n != 0; n -= numbers().size())
                  for (auto x : dlp::split_shared(numbers())) visited(x);
                return visited;
              },
          .multiple = numbers().size()};
}
