// SPDX-License-Identifier: BSL-1.0
//
// What main.cpp does, in a shared object, as a module of Python's would.
#include <dlp.hpp>
#include <iostream>
#include <numeric>
#include <ranges>

extern "C" void use_dlp(int argc, char** argv) {
  dlp::environment env(argc, argv);

  auto sum = 0;
  for (auto const example : std::views::iota(1, 101) | dlp::split_shared) sum += example;

  auto const sums = dlp::gather(sum);
  if (dlp::is_root())
    std::cout << "the sum of " << sums.size() << " ranks is "
              << std::accumulate(sums.begin(), sums.end(), 0) << '\n';
}
