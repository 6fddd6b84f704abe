// SPDX-License-Identifier: BSL-1.0
//
// What do DLP_TRACE and DLP_REPORT cost? Loops of short examples with a timeline or a report and
// without one take turns in one process, and so do, to see how far that is to be trusted, two
// without one. Start it with DLP_TRACE=FILE, or with `--report 1`, whose reports go to no file, or
// it compares nothing with nothing. Times are those of a core that computes, for others may be
// using the machine: on one rank that is all of the loop, else the last worker.
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include <dlp.hpp>

#include "../support/burner.hpp"
#include "../support/clock.hpp"
#include "../support/program.hpp"
#include "../support/statistics.hpp"
#include "../support/table.hpp"

using namespace benchmark;

namespace {

auto reports = false;  // in place of timelines

/// What a loop takes on the core of the last rank, for all to know.
auto seconds(std::function<void()> const& loop, bool noted) -> double {
  dlp::barrier();
  auto const asked = dlp::detail::is_traced.exchange(noted && !reports);
  if (reports && noted) ::setenv("DLP_REPORT", "/dev/null", 1);
  auto const begin = cpu_time();
  loop();
  auto const took = cpu_time() - begin;
  dlp::detail::is_traced = asked;
  ::unsetenv("DLP_REPORT");
  auto told = took;
  dlp::broadcast(told, {.root = dlp::size() - 1});
  return told;
}

void compare(std::string const& what, std::function<void()> const& loop, int rounds,
             table& results) {
  auto without = std::vector<double>();
  auto again = std::vector<double>();
  auto with = std::vector<double>();
  static_cast<void>(seconds(loop, true));
  for (auto round = 0; round != rounds; ++round) {
    without.push_back(seconds(loop, false));
    with.push_back(seconds(loop, true));
    again.push_back(seconds(loop, false));
  }
  auto const of_notes = paired(with, without, std::divides<>());
  auto const of_none = paired(again, without, std::divides<>());
  results.add({what, fixed(1e3 * median(without), 2), fixed(median(of_notes), 4),
               fixed(median(of_none), 4)});
}

void run(options const& given) {
  reports = given.number<int>("--report", 0) != 0;
  auto const rounds = given.number<int>("--rounds", 1);
  auto const examples = given.number<dlp::index_t>("--examples", 1);
  auto const us = given.number<double>("--us", 0.1);
  auto const body = [burn = calibrated_burner(), us](dlp::index_t) { burn(1e-6 * us); };
  auto results = table({"", "without, ms", "with", "without again"});
  compare("for_each", [=] { dlp::for_each(examples, body); }, rounds, results);
  compare(
      "split_shared",
      [=] {
        for (auto const x : dlp::split_shared(examples)) body(x);
      },
      rounds, results);
  compare(
      "marked bodies",
      [=] {
        dlp::for_each(examples, [=](dlp::index_t x) {
          auto const marked = dlp::mark("body");
          body(x);
        });
      },
      rounds, results);
  if (dlp::is_root()) results.print();
  say_passed();
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv, "trace",
                     {{"--report", "IS", "0", "1: of a report, in place of a timeline"},
                      {"--us", "US", "10", "what an example takes"},
                      {"--examples", "N", "20000", "of a loop"},
                      {"--rounds", "N", "15", "how often each is measured"}},
                     run);
}
