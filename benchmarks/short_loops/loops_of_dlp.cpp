// SPDX-License-Identifier: BSL-1.0
#include <ranges>

#include <dlp.hpp>

#include "contenders.hpp"

auto benchmark::loops_of_dlp(short_loop const& what) -> std::vector<contender> {
  auto const examples = std::views::iota(dlp::index_t{0}, what.size);
  auto const body = what.body;
  return {repeated("split_managed", what,
                   [=](tally& visited) {
                     for (auto x : examples | dlp::split_managed) {
                       body();
                       visited(x);
                     }
                   }),
          repeated("split_shared", what,
                   [=](tally& visited) {
                     for (auto x : examples | dlp::split_shared) {
                       body();
                       visited(x);
                     }
                   }),
          repeated("for_each", what,
                   [=](tally& visited) {
                     dlp::for_each(examples, [&](dlp::index_t x) {
                       body();
                       visited(x);
                     });
                   }),
          repeated("map", what, [=](tally& visited) {
            auto const f = [&](dlp::index_t x) {
              body();
              return x;
            };
            for (auto x : dlp::map(f, examples)) visited(x);
          })};
}
