// SPDX-License-Identifier: BSL-1.0
//
// What all ranks add to: a counter, a histogram, and a sum of random samples.
#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>
#include <random>
#include <ranges>

#include <dlp.hpp>

#include "pendulum.hpp"

int main(int argc, char** argv) {
  dlp::environment env(argc, argv);
  auto const angles = std::views::iota(1, 180);

  // Each rank counts for itself.
  auto slow = 0;
  auto longest = 0.0;
  auto seconds = std::array<int, 8>();
  for (auto angle : dlp::split_managed(angles)) {
    auto const period = swing_from(angle).period;
    if (period > 2.5) ++slow;
    longest = std::max(longest, period);
    ++seconds[std::min(static_cast<std::size_t>(period), seconds.size() - 1)];
  }

  // Together, on the root. A type of its own, or an operation, is as good as a number and a sum.
  if (auto const total = dlp::reduce(slow, std::plus<>())) std::printf("%d are slow\n", *total);
  if (auto const most = dlp::reduce(longest, std::ranges::max)) std::printf("%.4f s\n", *most);

  // On every rank; a container is put together element by element.
  auto const histogram = dlp::all_reduce(seconds, std::plus<>());
  auto const usual = std::ranges::max_element(histogram) - histogram.begin();
  if (dlp::is_root()) std::printf("most take %td to %td s\n", usual, usual + 1);

  // The sum of floating-point numbers depends on the order of the additions, and so on who added
  // what. In map_reduce the order is that of the samples, and the index is the seed: the sum has
  // the same bits on any number of ranks.
  auto const sample = [](int index) {
    auto random = std::mt19937(static_cast<unsigned>(index));
    return swing_at(earth, 10 + 160.0 * static_cast<double>(random()) / std::mt19937::max()).period;
  };
  auto const sum = dlp::map_reduce(sample, 200, 0.0, std::plus<>());
  if (dlp::is_root()) std::printf("%.17g s on average\n", sum / 200);
}
