// SPDX-License-Identifier: BSL-1.0
#include <dlp.hpp>

#include "contenders.hpp"

auto benchmark::vector_managed() -> contender {
  return {.name = "split_managed",
          .loop =
              [](dlp::index_t n) {
                auto visited = tally();
                for (; n != 0; n -= numbers().size())
                  for (auto x : dlp::split_managed(numbers())) visited(x);
                return visited;
              },
          .multiple = numbers().size()};
}
