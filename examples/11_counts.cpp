// SPDX-License-Identifier: BSL-1.0
//
// A map of counts, over work that is generated: how many steps does a number take to 1, if an even
// one is halved, and of an odd one three times as much and one more is taken?
#include <algorithm>
#include <cstdio>
#include <functional>
#include <ranges>
#include <string>

#include <dlp.hpp>

auto steps_from(long number) -> int {
  auto steps = 0;
  for (; number != 1; ++steps) number = number % 2 == 0 ? number / 2 : 3 * number + 1;
  return steps;
}

auto name_of(int steps) -> std::string {
  return steps < 50 ? "few" : steps < 150 ? "some" : steps < 250 ? "many" : "very many";
}

int main(int argc, char** argv) {
  dlp::environment env(argc, argv);

  // A range need not be in memory, nor know its size: each rank generates it, and is told the
  // indices that are its own.
  auto const is_wanted = [](long number) { return number % 3 != 0; };
  auto const is_small = [](long number) { return number < 100'000; };
  auto numbers =
      std::views::iota(1L) | std::views::filter(is_wanted) | std::views::take_while(is_small);

  // A key may be written to by all ranks, and often: std::plus puts together what it gets.
  auto counts = dlp::gathered_map<std::string, long>(std::plus<>());
  auto farthest = dlp::gathered_map<std::string, int>(std::ranges::max);
  for (auto number : numbers | dlp::split_managed) {
    auto const steps = steps_from(number);
    ++counts[name_of(steps)];
    farthest.merge(name_of(steps), steps);
  }

  auto const most = farthest.gather();
  for (auto const& [name, count] : counts.gather())
    std::printf("%9s steps: %6ld numbers, at most %d steps\n", name.c_str(), count, most.at(name));
}
