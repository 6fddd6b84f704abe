// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <vector>

#include <task/table_data.hpp>

namespace dlp::detail {

class netcdf_file;

/// What cells of a grid are that its table does not have.
enum class other_cells {
  to_do,     ///< not done yet
  left_out,  ///< not to be done
};

/// All cells of the grid with the names that sweepexp gives the results. Throws: usage_error where
/// it cannot have such axes: they go together, or have a name of its own, or there are none.
[[nodiscard]] auto whole_grid(table_data const& from) -> table_data;

/// Writes what sweepexp keeps of a sweep besides parameters and results: what became of each cell
/// of the whole grid and how long it took, along these dimensions, and its settings. `from` has the
/// cells that are kept.
void write_sweepexp_state(netcdf_file& to, table_data const& whole, table_data const& from,
                          other_cells others, std::vector<int> const& grid);

}  // namespace dlp::detail
