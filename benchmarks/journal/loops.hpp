// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>

#include <dlp/core/index_range.hpp>

namespace benchmark {

/// A loop over so many examples of 1 ms, with a journal in this folder and without, in turns.
struct loop_comparison {
  dlp::index_t examples;
  int rounds;
  std::filesystem::path folder;
};

/// How much longer it takes with the journal, the median of what the rounds say; it is printed.
/// Collective: every rank, and all have the number.
[[nodiscard]] auto share_of_journal(loop_comparison const& what) -> double;

}  // namespace benchmark
