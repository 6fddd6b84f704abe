// SPDX-License-Identifier: BSL-1.0
#include <dlp.hpp>
#include <iostream>
#include <numeric>
#include <vector>

int main(int argc, char** argv) {
  dlp::environment env(argc, argv);

  std::vector<int> examples(100);
  std::iota(examples.begin(), examples.end(), 1);

  auto sum = 0;
  for (auto const& example : dlp::split_managed(examples)) sum += example;

  auto const sums = dlp::gather(sum);
  if (dlp::is_root())
    std::cout << "the sum of " << sums.size() << " ranks is "
              << std::accumulate(sums.begin(), sums.end(), 0) << '\n';
}
