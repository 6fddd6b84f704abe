// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>

#include <dispatch/journal/database.hpp>

namespace dlp::detail {

/// Whether there is nothing in a file: there is none, or nothing has been written to it.
[[nodiscard]] auto has_nothing(std::filesystem::path const& file) -> bool;

/// Looks at the header of a file, and changes nothing.
/// Throws: usage_error for what is no journal, or one of another version; store_error.
void require_journal(std::filesystem::path const& file);

/// Looks through all tables of a journal for damage; that of a row is found when it is read.
/// Throws: store_error.
void require_undamaged(database const& journal, std::filesystem::path const& file);

}  // namespace dlp::detail
