// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>

#include <dispatch/journal/journal_reader.hpp>

namespace dlp::detail {

/// Writes the table of a journal into a file as `save_table` does. Throws: as that; store_error.
void export_table(journal_reader const& from, std::filesystem::path const& file);

}  // namespace dlp::detail
