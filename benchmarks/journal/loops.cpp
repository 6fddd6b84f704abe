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

/// What a loop takes: seconds until the root has all results, and those that cores are at work, of
/// all ranks.
struct loop_time {
  double elapsed;
  double at_work;
};

auto time_of_loop(burner const& burn, dlp::index_t examples, dlp::journal const& file)
    -> loop_time {
  auto const body = [&](dlp::index_t index) {
    burn(1e-3);
    return index;
  };
  auto const begin = start_together();
  auto const begin_of_work = cpu_time_of_process();
  auto const results = dlp::map(body, examples, {.journal = file});
  auto const end = now();
  auto const work = cpu_time_of_process() - begin_of_work;
  for (auto i = std::size_t{0}; i != results.size(); ++i) {
    if (results[i] != i) throw std::runtime_error("a result is of another example");
  }
  return {end - begin, dlp::all_reduce(work, std::plus<>())};
}

/// Of the rounds, with a journal and without.
struct figures {
  std::vector<double> with, without;

  [[nodiscard]] auto share() const -> double {
    return median(paired(with, without, std::divides<>())) - 1;
  }
  void add_to(table& results, char const* what) const {
    results.add({what, fixed(median(with), 3), fixed(median(without), 3), fixed(100 * share(), 2)});
  }
};

}  // namespace

auto share_of_journal(loop_comparison const& what) -> double {
  auto const burn = calibrated_burner();
  auto elapsed = figures();
  auto at_work = figures();
  static_cast<void>(time_of_loop(burn, 10, {}));  // pages are found
  for (auto round = 0; round != what.rounds; ++round) {
    auto const file = what.folder / ("loop-" + std::to_string(round) + ".db");
    for (auto const has_journal : {round % 2 == 0, round % 2 != 0}) {
      auto const time = time_of_loop(burn, what.examples, has_journal ? file : dlp::journal());
      (has_journal ? elapsed.with : elapsed.without).push_back(time.elapsed);
      (has_journal ? at_work.with : at_work.without).push_back(time.at_work);
    }
  }
  if (dlp::is_root()) {
    auto results = table({std::to_string(what.examples) + " examples of 1 ms", "with a journal",
                          "without", "more, in %"});
    elapsed.add_to(results, "seconds");
    at_work.add_to(results, "seconds of all cores");
    results.print();
  }
  return dlp::broadcast(elapsed.share());
}

}  // namespace benchmark
