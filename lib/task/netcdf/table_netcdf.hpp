// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>

#include <task/netcdf/sweepexp_layout.hpp>
#include <task/table_data.hpp>

namespace dlp::detail {

/// Writes a table as NetCDF-4 and CF-1.10 have it, into a file beside it which then takes its
/// place. Throws: usage_error where there is a file with anything else than such a table, of the
/// same axes and results, and where the library is built without netCDF; dlp::error where that
/// cannot be written. A file that there was stays then.
void save_netcdf(table_data const& from, std::filesystem::path const& file);

/// Writes it as sweepexp does, a Python package for sweeps, which goes on in that file. Throws: as
/// above; usage_error where there is any file, and where the table is of no whole grid.
void save_sweepexp(table_data const& from, std::filesystem::path const& file, other_cells others);

}  // namespace dlp::detail
