// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>

#include <task/table_data.hpp>

namespace dlp::detail {

/// Throws: usage_error for a file whose suffix is of no format that a table is saved in.
void require_table_format(std::filesystem::path const& file);

/// Writes a table into a file, in the format of its suffix; all of it or nothing.
/// Throws: usage_error as above; as that format.
void save_table(table_data const& from, std::filesystem::path const& file);

}  // namespace dlp::detail
