// SPDX-License-Identifier: BSL-1.0
#include "slow_root.hpp"

#include <array>
#include <ranges>

#include <sys/resource.h>

#include <dlp.hpp>

#include "../support/clock.hpp"

namespace benchmark {
namespace {

/// The most memory that this process has had so far, in kB.
auto peak_memory() -> long {
  auto used = rusage{};
  ::getrusage(RUSAGE_SELF, &used);
  return used.ru_maxrss;
}

void sleep_ms(double ms) { sleep_until(now() + 1e-3 * ms); }

using kilobyte = std::array<char, 1000>;

auto map_of_kilobytes(dlp::index_t examples, int slow_ones) -> dlp::index_t {
  auto const f = [](dlp::index_t index) { return kilobyte{static_cast<char>(index)}; };
  auto taken = dlp::index_t{0};
  for ([[maybe_unused]] auto const& each :
       dlp::map_unordered(f, std::views::iota(dlp::index_t{0}, examples))) {
    ++taken;
    if (slow_ones-- > 0) sleep_ms(10);
  }
  return taken;
}

}  // namespace

auto idle_workers(dlp::index_t examples_per_worker) -> std::vector<double> {
  auto const workers = static_cast<dlp::index_t>(dlp::size() - 1);
  auto busy = 0.0;
  auto const f = [&](dlp::index_t index) {
    auto const began = now();
    sleep_ms(static_cast<double>(workers + 1));
    busy += now() - began;
    return index;
  };
  auto const start = start_together();
  auto const examples = std::views::iota(dlp::index_t{0}, examples_per_worker * workers);
  for ([[maybe_unused]] auto const& each : dlp::map_unordered(f, examples)) sleep_ms(1);
  auto idle = dlp::gather(1 - busy / (now() - start));
  if (dlp::is_root()) idle.erase(idle.begin());
  return idle;
}

auto growth_of_the_root(dlp::index_t examples) -> long {
  static_cast<void>(map_of_kilobytes(1'000, 0));  // what any map takes is there before
  auto const before = peak_memory();
  static_cast<void>(map_of_kilobytes(examples, 300));
  return peak_memory() - before;
}

}  // namespace benchmark
