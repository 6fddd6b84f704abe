// SPDX-License-Identifier: BSL-1.0
#include "report.hpp"

#include <cstdio>

#include "../support/statistics.hpp"
#include "../support/table.hpp"

namespace benchmark {
namespace {

auto ms(double seconds) -> std::string { return fixed(1e3 * seconds, 1); }

}  // namespace

void print_legend(plan const& what) {
  std::printf(
      "%s\n\n"
      "  makespan    ms until the last rank has left the loop\n"
      "  efficiency  %% of it that no schedule could do without, with all ranks at work:\n"
      "              the work shared out evenly, or the longest example\n"
      "  to list     makespan to that of a manager who takes no time: each example in turn\n"
      "              to whoever is free first of the ranks that compute\n"
      "  to bound    the costliest first: makespan to what no schedule of the ranks that\n"
      "              compute could do without\n"
      "  idle        ms without an example, of the ranks that compute\n\n"
      "%s\n",
      what.in_words().c_str(),
      what.on.computes
          ? "An example counts as long as it had a core, and no more ranks than there are cores\n"
            "count as at work."
          : "A sleep is some microseconds late; an example counts as long as it took.");
}

void print(plan const& what, comparison const& seen) {
  std::printf("\n%s: %s; all together %s ms, the longest %s ms\n", seen.kind.name.c_str(),
              seen.kind.what.c_str(), ms(sum(seen.costs)).c_str(),
              ms(std::ranges::max(seen.costs)).c_str());
  auto rows = table({"strategy", "makespan", "efficiency", "to list", "to bound", "messages",
                     "idle least", "mean", "most"});
  for (auto i = std::size_t{0}; i != seen.results.size(); ++i) {
    auto const& said = seen.results[i].said;
    auto const& how = what.strategies[i];
    rows.add({how.name, ms(said.makespan), fixed(100 * said.efficiency, 1), fixed(said.to_list, 3),
              how.costliest_first ? fixed(said.to_bound, 3) : "", std::to_string(said.messages),
              ms(said.idle_least), ms(said.idle_mean), ms(said.idle_most)});
  }
  rows.print();
  std::fflush(stdout);
}

void write_csv(std::ostream& out, plan const& what, std::vector<comparison> const& all) {
  out << "workload,strategy,body,ranks,computing,examples,mean,seed,repeats,"
         "makespan,fastest,slowest,efficiency,to_list,to_bound,messages,"
         "idle_least,idle_mean,idle_most\n";
  for (auto const& seen : all) {
    for (auto i = std::size_t{0}; i != seen.results.size(); ++i) {
      auto const& [said, best, fastest, slowest] = seen.results[i];
      auto const& how = what.strategies[i];
      out << seen.kind.name << ',' << how.name << ',' << (what.on.computes ? "compute" : "sleep")
          << ',' << what.on.ranks << ',' << how.computing(what.on.ranks) << ',' << what.examples
          << ',' << what.mean << ',' << what.seed << ',' << what.repeats << ',' << said.makespan
          << ',' << fastest << ',' << slowest << ',' << said.efficiency << ',' << said.to_list
          << ',' << said.to_bound << ',' << said.messages << ',' << said.idle_least << ','
          << said.idle_mean << ',' << said.idle_most << '\n';
    }
  }
}

}  // namespace benchmark
