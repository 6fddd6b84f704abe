// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "contender.hpp"

namespace benchmark {

/// Nanoseconds per example, by round.
struct measured {
  std::string name;
  dlp::index_t size;
  std::vector<double> costs;
};

/// Each contender with as many examples as take about so long.
/// Collective: every rank.
[[nodiscard]] auto measure_all(std::vector<contender> const& all, double seconds, int rounds)
    -> std::vector<measured>;

/// The same, each with so many examples.
/// Collective: every rank.
[[nodiscard]] auto measure_all_of(std::vector<contender> const& all, dlp::index_t size, int rounds)
    -> std::vector<measured>;

/// A table of what was measured, of which the title says what it is.
void print(std::vector<measured> const& all, std::string const& title = "ns per example");

/// One line for each pair of which both were measured: a - b, or a / b, in the same round.
using pairs = std::vector<std::pair<std::string_view, std::string_view>>;
void print_differences(std::vector<measured> const& all, pairs const& which);
void print_ratios(std::vector<measured> const& all, pairs const& which);

}  // namespace benchmark
