// SPDX-License-Identifier: BSL-1.0
//
// What does a Monte Carlo run cost beside its trajectories? Points in a square, which give pi: by
// `batches`; and next to it, on one rank the serial loop, and on several the loop that a program on
// threads would have, by OpenMP, with one thread for each worker. All draw the same numbers, and
// accumulate them in the same class.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <vector>

#include <boost/random/uniform_01.hpp>

#include <dlp/batches.hpp>

#include "../support/clock.hpp"
#include "../support/openmp.hpp"
#include "../support/program.hpp"
#include "../support/statistics.hpp"
#include "../support/table.hpp"

using namespace benchmark;

namespace {

constexpr auto seed = std::uint64_t{42};

auto trial(dlp::random_stream& draw) -> double {
  auto uniform = boost::random::uniform_01<double>();
  auto const x = uniform(draw);
  auto const y = uniform(draw);
  return x * x + y * y < 1 ? 4 : 0;
}

auto serial(std::int64_t first, std::int64_t last) -> dlp::moments {
  auto all = dlp::moments();
  for (auto i = first; i != last; ++i) {
    auto draw = dlp::random_stream(seed, static_cast<std::uint64_t>(i));
    all(trial(draw));
  }
  return all;
}

/// On so many threads, batch by batch; each thread has an accumulator of its own.
auto threads(std::int64_t count, std::int64_t batch, [[maybe_unused]] int many) -> dlp::moments {
  auto all = dlp::moments();
#pragma omp parallel num_threads(many)
  {
    auto own = dlp::moments();
#pragma omp for schedule(dynamic) nowait
    for (auto first = std::int64_t{0}; first < count; first += batch)
      own.merge(serial(first, std::min(first + batch, count)));
#pragma omp critical
    all.merge(own);
  }
  return all;
}

void check(dlp::moments const& found, std::int64_t count, double expected) {
  auto const is_right = found.count() == static_cast<std::uint64_t>(count) &&
                        std::abs(found.mean() - expected) < 1e-9;
  if (!is_right) throw wrong_visits("some trajectories are missing, or came twice");
}

void run(options const& given) {
  auto const count = given.number<std::int64_t>("--count", 1);
  auto const batch = given.number<std::int64_t>("--batch", 1);
  auto const rounds = given.number<int>("--rounds", 1);
  auto const alone = dlp::size() == 1;
  auto const has_other = alone || has_openmp;
  auto const expected = dlp::call_on_root([&] { return serial(0, count).mean(); });
  // Alone, what counts is the time with a core.
  auto const begun = [&] { return alone ? cpu_time() : start_together(); };
  auto const since = [&](double begin) {
    return 1e9 * ((alone ? cpu_time() : now()) - begin) / static_cast<double>(count);
  };
  auto of_batches = std::vector<double>();
  auto of_other = std::vector<double>();
  for (auto round = 0; round != rounds; ++round) {
    auto begin = begun();
    auto const found =
        dlp::batches(trial, dlp::moments(), {.count = count, .batch_size = batch, .seed = seed});
    of_batches.push_back(since(begin));
    check(found, count, expected);
    begin = begun();
    if (dlp::is_root() && has_other) {
      auto const other = alone ? serial(0, count) : threads(count, batch, dlp::size() - 1);
      of_other.push_back(since(begin));
      check(other, count, expected);
    }
    meet_asleep();
  }
  if (!dlp::is_root()) return;
  auto results = table({"ns a trajectory", "median of the rounds"});
  results.add({"batches", fixed(median(of_batches), 2)});
  if (has_other) {
    auto const less = paired(of_batches, of_other, std::minus<>());
    auto const ratio = paired(of_batches, of_other, std::divides<>());
    results.add({alone ? "the serial loop" : "OpenMP", fixed(median(of_other), 2)});
    results.add({"difference", fixed(median(less), 2)});
    results.add({"ratio", fixed(median(ratio), 3)});
  }
  results.print();
  say_passed();
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv, "batches",
                     {{"--count", "N", "10000000", "how many trajectories"},
                      {"--batch", "N", "100", "how many are a batch"},
                      {"--rounds", "N", "5", "how often it is measured"}},
                     run);
}
