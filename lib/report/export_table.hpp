// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>

#include <dispatch/journal/journal_reader.hpp>
#include <task/netcdf/sweepexp_layout.hpp>

namespace dlp::detail {

/// Throws: usage_error for a file whose suffix is of no format that a table is exported in.
void require_format(std::filesystem::path const& file);

/// Writes the table of a journal into a file, in the format of its suffix; all of it or nothing.
/// Throws: usage_error as above, and where there is a file of other content; store_error;
/// dlp::error where the file cannot be written.
void export_table(journal_reader const& from, std::filesystem::path const& file);

/// What cells of the grid are that the table of a journal does not have: where the grid leaves some
/// out, the table has those alone that have a row. They are left out if the run is through.
[[nodiscard]] auto cells_without_row(journal_reader const& from) -> other_cells;

/// Writes it as the Python package sweepexp does, which goes on in that file. Throws: usage_error
/// where sweepexp has no such grid, or there is a file; store_error; dlp::error where the file
/// cannot be written.
void export_for_sweepexp(journal_reader const& from, std::filesystem::path const& file);

}  // namespace dlp::detail
