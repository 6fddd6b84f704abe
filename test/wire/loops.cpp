// SPDX-License-Identifier: BSL-1.0
//
// Loops that share a long wire, by ./run: the default schedule and factoring in turn. PASSED where
// the best of the one is not much slower than the best of the other.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ranges>
#include <thread>
#include <vector>

#include <dlp.hpp>

namespace {

using namespace std::chrono_literals;
using clock_type = std::chrono::steady_clock;

template <class Split>
auto seconds(Split split) -> double {
  dlp::barrier();
  auto const begin = clock_type::now();
  for ([[maybe_unused]] auto x : std::views::iota(0, 600) | split) std::this_thread::sleep_for(1ms);
  return std::chrono::duration<double>(clock_type::now() - begin).count();
}

auto least_of(std::vector<double> const& all) -> double { return *std::ranges::min_element(all); }

}  // namespace

auto main(int argc, char** argv) -> int {
  auto const env = dlp::environment(argc, argv);
  auto adaptive = std::vector<double>();
  auto factoring = std::vector<double>();
  auto shared = std::vector<double>();
  for (auto turn = 0; turn != 4; ++turn) {
    adaptive.push_back(seconds(dlp::split_managed));
    factoring.push_back(seconds(dlp::split_managed({.schedule = dlp::factoring{}})));
    shared.push_back(seconds(dlp::split_shared));
  }
  if (dlp::is_root()) {
    auto const a = least_of(adaptive);
    auto const f = least_of(factoring);
    std::printf("adaptive %.3f s, factoring %.3f s, split_shared %.3f s\n", a, f, least_of(shared));
    if (0.8 * a <= f && 0.8 * least_of(shared) <= f) std::puts("PASSED");
    std::fflush(stdout);
  }
  std::this_thread::sleep_for(300ms);  // all have heard of the end by then
  std::_Exit(0);                       // MPI_Finalize may hang over TCP: openucx/ucx#8738
}
