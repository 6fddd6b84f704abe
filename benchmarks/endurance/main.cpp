// SPDX-License-Identifier: BSL-1.0
//
// What does a pool take that is open for long? Memory, cores while nothing is to be done, and the
// time of a result that comes while others are computed; each next to the limit that it has.
#include <algorithm>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include <dlp.hpp>

#include "../support/program.hpp"
#include "../support/table.hpp"
#include "figures.hpp"

using namespace benchmark;

namespace {

/// A table of figures, which knows whether each is within its limit.
class judged_table {
 public:
  void add(std::string const& what, double figure, double limit, int digits) {
    auto const is_within = figure <= limit;
    all_within_ = all_within_ && is_within;
    rows_.add({what, fixed(figure, digits), fixed(limit, digits), is_within ? "" : "BEYOND"});
  }

  /// The root's, and the most that another rank has.
  template <class Figure>
  void add_by_rank(std::string const& what, std::vector<Figure> const& by_rank, double factor,
                   double limit, int digits) {
    auto const figure = [&](Figure one) { return factor * static_cast<double>(one); };
    add(what + ": root", figure(by_rank.front()), limit, digits);
    if (by_rank.size() == 1) return;
    auto const most = *std::max_element(by_rank.begin() + 1, by_rank.end());
    add(what + ": worker", figure(most), limit, digits);
  }

  void print() const { rows_.print(); }
  [[nodiscard]] auto all_within() const -> bool { return all_within_; }

 private:
  table rows_{{"", "figure", "limit", ""}};
  bool all_within_ = true;
};

void run(options const& given) {
  auto const calls = given.number<dlp::index_t>("--calls", 1);
  auto const idle = given.number<double>("--idle", 0.0);
  auto const long_call = given.number<double>("--long", 0.0);
  if (dlp::is_root())
    std::printf("Pools that are open for long, ranks: %d, cores: %u\n\n", dlp::size(),
                std::thread::hardware_concurrency());

  auto figures = judged_table();
  figures.add_by_rank("kB more after " + std::to_string(calls) + " calls than after a tenth",
                      growth_in_calls(calls), 1, 1'024, 0);
  if (dlp::size() > 1) {
    figures.add_by_rank("% of a core, nothing to do", cores_taken_by_open_pool(idle), 100, 2, 2);
    figures.add_by_rank("% of a core, one call sleeps", cores_taken_by_long_call(idle), 100, 2, 2);
    figures.add("ms of a result among long calls", 1e3 * latest_result(long_call), 100, 1);
  }
  if (dlp::is_root()) figures.print();
  auto all_within = figures.all_within();
  if (given.has("--judge") && !dlp::broadcast(all_within))
    throw beyond_limit("a figure is beyond its limit");
  say_passed();
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv, "endurance",
                     {{"--calls", "N", "1000000", "of one pool"},
                      {"--idle", "S", "5", "how long a pool has nothing to do"},
                      {"--long", "S", "1", "what a long call takes"},
                      {"--judge", "", "", "ends with code 1 where a figure is beyond its limit"}},
                     run);
}
