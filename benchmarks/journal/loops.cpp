// SPDX-License-Identifier: BSL-1.0
#include "loops.hpp"

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include <dlp.hpp>

#include "../support/burner.hpp"
#include "../support/clock.hpp"
#include "../support/statistics.hpp"
#include "../support/table.hpp"

namespace benchmark {
namespace {

/// Seconds of a loop on the root, whose results are checked.
auto seconds_of_loop(burner const& burn, dlp::index_t examples, dlp::journal const& file)
    -> double {
  auto const body = [&](dlp::index_t index) {
    burn(1e-3);
    return index;
  };
  auto const begin = start_together();
  auto const results = dlp::map(body, examples, {.journal = file});
  auto const end = now();
  for (auto i = std::size_t{0}; i != results.size(); ++i) {
    if (results[i] != i) throw std::runtime_error("a result is of another example");
  }
  return end - begin;
}

}  // namespace

auto share_of_journal(loop_comparison const& what) -> double {
  auto const burn = calibrated_burner();
  auto with = std::vector<double>();
  auto without = std::vector<double>();
  static_cast<void>(seconds_of_loop(burn, 10, {}));  // pages are found
  for (auto round = 0; round != what.rounds; ++round) {
    auto const file = what.folder / ("loop-" + std::to_string(round) + ".db");
    auto const plain = [&] { without.push_back(seconds_of_loop(burn, what.examples, {})); };
    if (round % 2 == 0) plain();
    with.push_back(seconds_of_loop(burn, what.examples, file));
    if (round % 2 != 0) plain();
  }
  auto const ratios = paired(with, without, std::divides<>());
  auto const share = median(ratios) - 1;
  if (dlp::is_root()) {
    auto results = table({std::to_string(what.examples) + " examples of 1 ms", "seconds", "least"});
    results.add({"with a journal", fixed(median(with), 3), fixed(std::ranges::min(with), 3)});
    results.add({"without", fixed(median(without), 3), fixed(std::ranges::min(without), 3)});
    results.add({"longer by, in %", fixed(100 * share, 2),
                 fixed(100 * (std::ranges::min(with) / std::ranges::min(without) - 1), 2)});
    results.print();
  }
  return dlp::broadcast(share);
}

}  // namespace benchmark
