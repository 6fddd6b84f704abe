// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <dispatch/journal/stored_value.hpp>
#include <dlp/core/index_range.hpp>
#include <dlp/dispatch/cell_status.hpp>

namespace dlp::detail {

using dlp::cell_status;

/// What a journal knows of one cell of a sweep, or of one index of a loop. One that has no row is
/// missing. Texts and values are another's.
struct cell_row {
  index_t index = 0;
  cell_status status = cell_status::done;
  int attempts = 1;
  int rank = 0;
  std::string_view host = {};
  double start = 0;             ///< seconds since 1970
  double duration = 0;          ///< seconds
  std::string_view error = {};  ///< empty where there was none
  std::span<stored_value const> axes = {};
  std::span<stored_value const> results = {};
  std::string_view words = {};  ///< what it says of its results; mostly nothing
};

/// The checksum of all of it, which is kept: its making cannot change without a new version of the
/// schema. Words count where there are any, so that rows from before there were some keep theirs.
[[nodiscard]] auto checksum_of(cell_row const& row) noexcept -> std::uint32_t;

}  // namespace dlp::detail
