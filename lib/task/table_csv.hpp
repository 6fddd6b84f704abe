// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>

#include <task/table_data.hpp>

namespace dlp::detail {

/// Writes a table as RFC 4180 has it, into a file beside it which then takes its place.
/// Throws: usage_error where there is a file with anything else than such a table, of these
/// columns; dlp::error where that cannot be written. A file that there was stays then.
void save_csv(table_data const& from, std::filesystem::path const& file);

}  // namespace dlp::detail
