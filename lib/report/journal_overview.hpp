// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <dispatch/journal/journal_reader.hpp>
#include <dlp/core/index_range.hpp>

namespace dlp::detail {

/// Cells that failed for one reason, but for the numbers in it.
struct common_failure {
  std::string reason;  ///< as "std::domain_error: no root at step …"
  index_t count = 0;
  std::vector<std::string> first;  ///< the first few of these cells
};

/// A cell, and how long it took.
struct timed_cell {
  std::string cell;
  double seconds = 0;
};

/// How long the rest takes.
struct estimated_rest {
  double seconds = 0;
  std::size_t ranks = 0;  ///< by so many, as many as there were last
};

/// How far a run is whose journal this is.
struct journal_overview {
  std::string call;              ///< "sweep", "map"; empty where the file does not say
  std::optional<index_t> cells;  ///< none where nobody knows how many there are
  index_t done = 0;
  std::vector<common_failure> failures;  ///< the most frequent first
  std::vector<timed_cell> slowest;       ///< the slowest first
  std::optional<estimated_rest> rest;    ///< none where nothing is to be done, or nothing is known

  [[nodiscard]] auto failed() const -> index_t;
  /// How many have not been started, or have not ended.
  [[nodiscard]] auto missing() const -> std::optional<index_t>;
};

/// Reads a journal through, also while it is written.
/// Throws: store_error.
[[nodiscard]] auto overview_of(journal_reader const& from) -> journal_overview;

}  // namespace dlp::detail
