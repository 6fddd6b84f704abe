// SPDX-License-Identifier: BSL-1.0
#include "contender.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include <dlp.hpp>

#include "clock.hpp"
#include "program.hpp"

namespace benchmark {
namespace {

/// Of a loop that goes over [0, multiple) again and again.
auto expected(contender const& who, dlp::index_t n) -> tally {
  if (who.multiple == 1) return tally_of(n);
  auto const once = tally_of(who.multiple);
  auto const times = n / who.multiple;
  return {once.count * times, once.sum * times};
}

}  // namespace

auto able(std::vector<contender> all) -> std::vector<contender> {
  std::erase_if(all, [](auto const& who) { return !who.loop || who.least_ranks > dlp::size(); });
  return all;
}

auto measure(contender const& who, dlp::index_t n) -> double {
  auto const start = start_together();
  auto const takes_part = !who.on_root_alone || dlp::is_root();
  auto const mine = takes_part ? who.loop(n) : tally();
  auto const seconds = now() - start;
  meet_asleep();

  auto const all = dlp::all_gather(mine);
  if (std::reduce(all.begin(), all.end()) != expected(who, n))
    throw wrong_visits(who.name + " has not visited each of " + std::to_string(n) +
                       " examples exactly once");
  return std::ranges::max(dlp::all_gather(takes_part ? seconds : 0));
}

auto size_that_takes(double seconds, contender const& who) -> dlp::index_t {
  auto const up = [&](double n) {
    auto const times = std::ceil(n / static_cast<double>(who.multiple));
    return static_cast<dlp::index_t>(times) * who.multiple;
  };
  // The best of three: the first one may have threads to begin and pages to find.
  auto const best = [&](dlp::index_t n) {
    return std::min({measure(who, n), measure(who, n), measure(who, n)});
  };
  auto n = up(1);
  auto took = best(n);
  while (took < seconds / 4) {
    n *= 4;
    took = best(n);
  }
  return up(static_cast<double>(n) * seconds / took);
}

auto measure_rounds(std::vector<contender> const& all, std::vector<dlp::index_t> const& sizes,
                    int rounds) -> std::vector<std::vector<double>> {
  auto times = std::vector<std::vector<double>>(all.size());
  for (auto round = 0; round != rounds; ++round)
    for (auto i = std::size_t{0}; i != all.size(); ++i)
      times[i].push_back(measure(all[i], sizes[i]));
  return times;
}

}  // namespace benchmark
