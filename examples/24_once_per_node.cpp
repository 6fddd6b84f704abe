// SPDX-License-Identifier: BSL-1.0
//
// A table that all examples read, in memory once for all ranks of a node. It has the largest prime
// factor of each number; the longest chains of n, n / its largest factor + 1, … are looked for.
#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <span>
#include <utility>

#include <dlp.hpp>

constexpr auto size = 1'000'000;

// Made where all will read it: there is never a second copy.
void set_largest_factors(std::span<int> largest) {
  for (auto p = std::size_t{2}; p < largest.size(); ++p) {
    if (largest[p] > 1) continue;  // a smaller prime divides it
    for (auto n = p; n < largest.size(); n += p) largest[n] = static_cast<int>(p);
  }
}

auto length_of_chain(std::span<int const> largest, int n) -> int {
  auto length = 0;
  for (; largest[static_cast<std::size_t>(n)] != n; ++length)
    n = n / largest[static_cast<std::size_t>(n)] + 1;
  return length;
}

int main(int argc, char** argv) {
  dlp::environment env(argc, argv);

  // On each node one rank makes it, and all read it there.
  auto const factors = dlp::once_per_node<int>(size, set_largest_factors);

  auto const longest = dlp::map_reduce(
      [&](int i) {
        auto best = std::pair(0, 0);
        for (auto n = 1'000 * i + 2; n < 1'000 * (i + 1); ++n)
          best = std::max(best, {length_of_chain(factors.span(), n), -n});
        return best;
      },
      size / 1'000, std::pair(0, 0), [](auto const& a, auto const& b) { return std::max(a, b); });

  if (!dlp::is_root()) return 0;
  auto const [length, number] = longest;
  std::printf("%d numbers, the longest chain: %d steps from %d\n", size, length, -number);
  for (auto n = -number, i = 0; i <= length; ++i) {
    auto const factor = factors.span()[static_cast<std::size_t>(n)];
    std::printf(i == length ? "%d\n" : "%d -> ", n);
    n = n / factor + 1;
  }
}
