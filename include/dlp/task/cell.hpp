// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <cstdint>
#include <stop_token>
#include <string>

#include <dlp/core/index_range.hpp>

namespace dlp {

/// A cell of a sweep, for the body that wants to know which one it is in: it takes a
/// `dlp::cell const&` before the parameters.
struct cell {
  index_t index = 0;                ///< its number in this grid, those left out counted
  int attempt = 1;                  ///< 2 where it has failed once, and so on
  std::stop_token stop_token = {};  ///< whether the time of the cell, `cell_limit`, is over
  std::uint64_t parameters = 0;     ///< a hash of the names, kinds and values of the parameters

  /// The hash, as 16 digits for the name of a file. It is the same after a restart, on every
  /// machine, in whatever order the axes are, and when others have more values. Cells with the same
  /// parameters have the same.
  [[nodiscard]] auto id() const -> std::string;
};

}  // namespace dlp
