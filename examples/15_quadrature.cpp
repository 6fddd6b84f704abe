// SPDX-License-Identifier: BSL-1.0
//
// An integral by intervals that are halved where the function is steep: how many there will be
// nobody knows beforehand, for each makes two more, or none.
#include <cmath>
#include <cstdio>
#include <map>
#include <numeric>
#include <vector>

#include <dlp/pool.hpp>

struct interval {
  double from;
  double to;
};

// A narrow peak.
auto f(double x) -> double { return 1 / (x * x + 1e-4); }

auto simpson(interval const& in) -> double {
  auto const middle = std::midpoint(in.from, in.to);
  return (in.to - in.from) / 6 * (f(in.from) + 4 * f(middle) + f(in.to));
}

int main(int argc, char** argv) {
  dlp::environment env(argc, argv);

  // The two halves are done by whoever is free; an interval that is halved has no part of its own.
  auto const integrate = [](interval const& in, dlp::feeder<interval>& more) -> double {
    auto const middle = std::midpoint(in.from, in.to);
    auto const left = interval{in.from, middle};
    auto const right = interval{middle, in.to};
    auto const parts = simpson(left) + simpson(right);
    auto const error = (parts - simpson(in)) / 15;
    if (std::abs(error) < 1e-8 * (in.to - in.from)) return parts + error;
    more.add(left);
    more.add(right);
    return 0;
  };

  // Results arrive in any order. The path of one, which child of which it is from the seed on, does
  // not depend on that: summed in the order of the paths, the sum has the same bits on any number
  // of ranks.
  auto parts = std::map<std::vector<dlp::index_t>, double>();
  auto results = dlp::map_unordered(integrate, std::vector{interval{-1, 0}, interval{0, 1}});
  for (auto it = results.begin(); it != results.end(); ++it) parts[it.path()] = *it;

  if (dlp::is_root()) {
    auto sum = 0.0;
    for (auto const& [path, part] : parts) sum += part;
    std::printf("%zu intervals: %.17g\n", parts.size(), sum);
    std::printf("less what it should be: %.0e\n", std::abs(sum - 200 * std::atan(100)));
  }
}
