// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>

#include <dispatch/journal/journal_reader.hpp>
#include <task/netcdf/sweepexp_layout.hpp>

namespace dlp::detail {

/// Writes the table of a journal into a file as `save_table` does. Throws: as that; store_error.
void export_table(journal_reader const& from, std::filesystem::path const& file);

/// What cells of the grid are that the table of a journal does not have: those that are left out.
/// But of a file that does not say which cells are kept, the table has those alone that have a row:
/// the others are left out if the run is through.
[[nodiscard]] auto cells_without_row(journal_reader const& from) -> other_cells;

/// Writes it as the Python package sweepexp does, which goes on in that file. Throws: usage_error
/// where sweepexp has no such grid, or there is a file; store_error; dlp::error where the file
/// cannot be written.
void export_for_sweepexp(journal_reader const& from, std::filesystem::path const& file);

}  // namespace dlp::detail
