// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>

#include <dlp/task/table_shape.hpp>
#include <task/netcdf/netcdf_file.hpp>

namespace dlp::detail {

/// Notes in a file which axes and results its table has.
void note_columns(netcdf_file& to, table_shape const& of);

/// Throws: usage_error where there is a file that has anything else than a table of these axes and
/// results, by their names.
void require_earlier_export(std::filesystem::path const& file, table_shape const& of);

}  // namespace dlp::detail
