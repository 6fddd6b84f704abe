// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>

#include <dispatch/journal/journal_reader.hpp>

namespace dlp::detail {

/// Throws: usage_error for a file whose suffix is of no format that a table is exported in.
void require_format(std::filesystem::path const& file);

/// Writes the table of a journal into a file, in the format of its suffix; all of it or nothing.
/// Throws: usage_error as above, and where there is a file of other content; store_error;
/// dlp::error where the file cannot be written.
void export_table(journal_reader const& from, std::filesystem::path const& file);

}  // namespace dlp::detail
