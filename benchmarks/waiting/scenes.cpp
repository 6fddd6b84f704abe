// SPDX-License-Identifier: BSL-1.0
#include "scenes.hpp"

#include <ranges>

#include <mpi.h>

#include <dlp.hpp>

#include "../support/clock.hpp"

namespace benchmark {
namespace {

void compute(double seconds) {
  for (auto const end = now() + seconds; now() < end;) continue;
}

/// The last rank computes before it comes to where the others wait.
template <class Meet>
auto last_comes_late(double seconds, Meet meet) -> bool {
  auto const last = dlp::rank() == dlp::size() - 1;
  if (last) compute(seconds);
  meet();
  return last;
}

/// Whoever is given the only example computes.
template <class Split>
auto loop_of_one(double seconds, Split split) -> bool {
  auto computed = false;
  for ([[maybe_unused]] auto x : std::views::iota(0, 1) | split) {
    compute(seconds);
    computed = true;
  }
  return computed;
}

auto map_of_one(double seconds) -> bool {
  auto computed = false;
  auto const f = [&](int x) {
    compute(seconds);
    computed = true;
    return x;
  };
  for ([[maybe_unused]] auto const& x : dlp::map_unordered(f, std::views::iota(0, 1))) continue;
  return computed;
}

}  // namespace

auto scenes() -> std::vector<scene> {
  return {
      {"split_managed", [](double s) { return loop_of_one(s, dlp::split_managed); }},
      {"split_shared", [](double s) { return loop_of_one(s, dlp::split_shared); }},
      {"map_unordered", map_of_one},
      {"barrier", [](double s) { return last_comes_late(s, [] { dlp::barrier(); }); }},
      {"gather",
       [](double s) { return last_comes_late(s, [] { static_cast<void>(dlp::gather(1)); }); }},
      {"MPI_Barrier",
       [](double s) { return last_comes_late(s, [] { MPI_Barrier(MPI_COMM_WORLD); }); }},
  };
}

auto cores_taken_by_waiting(scene const& what, double seconds) -> std::vector<double> {
  auto const start = start_together();
  auto const before = cpu_time_of_process();
  auto const computed = what.play(seconds);
  auto const taken = (cpu_time_of_process() - before) / (now() - start);
  meet_asleep();

  auto shares = dlp::all_gather(computed ? -1.0 : taken);
  std::erase(shares, -1.0);
  return shares;
}

}  // namespace benchmark
