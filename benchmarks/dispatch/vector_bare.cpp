// SPDX-License-Identifier: BSL-1.0
#include <numeric>

#include "contenders.hpp"

auto benchmark::numbers() -> std::vector<dlp::index_t> const& {
  static auto const kept = [] {
    auto made = std::vector<dlp::index_t>(100'000);
    std::iota(made.begin(), made.end(), dlp::index_t{0});
    return made;
  }();
  return kept;
}

auto benchmark::vector_bare() -> contender {
  return {.name = "bare loop",
          .loop =
              [](dlp::index_t n) {
                auto visited = tally();
                for (; n != 0; n -= numbers().size())
                  for (auto x : numbers()) visited(x);
                return visited;
              },
          .on_root_alone = true,
          .multiple = numbers().size()};
}
