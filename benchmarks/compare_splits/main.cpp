// SPDX-License-Identifier: BSL-1.0
//
// Which split is best for which loop? Every strategy of dlp, on loops whose costs are spread in
// many ways. The examples sleep, to stand in for cores that the machine does not have, or compute.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <dlp.hpp>

#include "../support/burner.hpp"
#include "../support/clock.hpp"
#include "../support/gnuplot.hpp"
#include "../support/program.hpp"
#include "comparison.hpp"
#include "picture.hpp"
#include "report.hpp"

using namespace benchmark;

namespace {

/// Those of `all` that the option names, in the order of `all`; all where it is not given.
template <class T>
auto chosen(std::vector<T> all, options const& given, std::string const& option) -> std::vector<T> {
  auto const names = given.list(option);
  for (auto const& name : names)
    if (std::ranges::find(all, name, &T::name) == all.end())
      options::complain(option, "has no " + name + "; --list shows what there is");
  std::erase_if(all, [&](auto const& each) {
    return given.has(option) && std::ranges::find(names, each.name) == names.end();
  });
  if (all.empty()) options::complain(option, "names nothing");
  return all;
}

auto machine_below(bool computes) -> machine {
  auto const hosts = dlp::all_gather(boost::mpi::environment::processor_name());
  auto const nodes = std::set(hosts.begin(), hosts.end()).size();
  auto const cores = std::max(1U, std::thread::hardware_concurrency());
  return {dlp::size(), static_cast<int>(nodes * cores), computes};
}

auto plan_of(options const& given) -> plan {
  auto const& body = given.text("--body");
  if (body != "sleep" && body != "compute") options::complain("--body", "is sleep or compute");
  auto const computes = body == "compute";
  auto const per_rank = given.number<std::size_t>("--per-rank", 1);
  auto what = plan{.strategies = chosen(strategies(), given, "--strategies"),
                   .workloads = chosen(workloads(), given, "--workloads"),
                   .examples = per_rank * static_cast<std::size_t>(dlp::size()),
                   .mean = 1e-3 * given.number<double>("--mean-ms", 0.001),
                   .seed = given.number<std::uint64_t>("--seed", 0),
                   .repeats = given.number<int>("--repeats", 1),
                   .on = machine_below(computes),
                   .work = [](double seconds) { sleep_until(now() + seconds); }};
  if (computes) what.work = calibrated_burner();
  return what;
}

/// Before minutes go by, and on every rank: whether all can be written that is asked for.
void check_files(options const& given) {
  auto const problem = dlp::call_on_root([&] {
    if (given.has("--svg") && !has_gnuplot())
      return std::string("no picture without gnuplot: install it (Debian: gnuplot-nox)");
    for (auto const* option : {"--csv", "--svg"})
      if (given.has(option) && !std::ofstream(given.text(option)))
        return "cannot write " + given.text(option);
    return std::string();
  });
  if (!problem.empty()) throw cannot_write(problem);
}

/// The workload whose timelines are drawn. Throws: wrong_usage.
auto timeline_of(options const& given, std::vector<workload> const& all) -> std::string {
  auto const is_there = [&](auto const& name) {
    return std::ranges::find(all, name, &workload::name) != all.end();
  };
  if (!given.has("--timeline")) return is_there("lognormal") ? "lognormal" : all.front().name;
  if (!is_there(given.text("--timeline")))
    options::complain("--timeline", "is no workload of these");
  return given.text("--timeline");
}

void list() {
  auto const print = [](auto const& each) {
    std::printf("  %-18s %s\n", each.name.c_str(), each.what.c_str());
  };
  std::printf("strategies:\n");
  std::ranges::for_each(strategies(), print);
  std::printf("workloads:\n");
  std::ranges::for_each(workloads(), print);
}

/// Throws: cannot_write, on the root.
void write_files(options const& given, plan const& what, std::vector<comparison> const& all,
                 std::string const& timeline) {
  if (given.has("--csv")) {
    auto file = std::ofstream(given.text("--csv"));
    write_csv(file, what, all);
    if (!file.flush()) throw cannot_write("cannot write " + given.text("--csv"));
  }
  if (given.has("--svg") && !plot(picture(given.text("--svg"), what, all, timeline)))
    throw cannot_write("gnuplot could not draw " + given.text("--svg"));
}

void run(options const& given) {
  if (given.has("--list")) {
    if (dlp::is_root()) list();
    return;
  }
  auto const what = plan_of(given);
  auto const timeline = timeline_of(given, what.workloads);
  check_files(given);
  if (dlp::is_root()) print_legend(what);
  auto all = std::vector<comparison>();
  for (auto const& kind : what.workloads) {
    all.push_back(compare(what, kind));
    if (dlp::is_root()) print(what, all.back());
  }

  auto problem = std::string();
  try {
    if (dlp::is_root()) write_files(given, what, all, timeline);
  } catch (cannot_write const& reason) {
    problem = reason.what();
  }
  dlp::broadcast(problem);
  if (!problem.empty()) throw cannot_write(problem);
  say_passed();
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(
      argc, argv, "compare_splits",
      {{"--strategies", "A,B,...", "", "these, instead of all"},
       {"--workloads", "A,B,...", "", "these, instead of all"},
       {"--body", "KIND", "sleep", "examples sleep or compute"},
       {"--mean-ms", "MS", "5", "what an example takes on average"},
       {"--per-rank", "N", "64", "examples for each rank"},
       {"--seed", "N", "1", "of the costs"},
       {"--repeats", "N", "3", "how often each strategy has its turn; the median counts"},
       {"--csv", "FILE", "", "writes all figures"},
       {"--svg", "FILE", "", "draws them, by gnuplot"},
       {"--timeline", "WORKLOAD", "", "the one whose timelines are drawn"},
       {"--list", "", "", "says what strategies and workloads there are"}},
      run);
}
