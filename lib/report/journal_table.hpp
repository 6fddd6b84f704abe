// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>

#include <dispatch/journal/journal_reader.hpp>
#include <dlp/task/table_shape.hpp>
#include <task/table_data.hpp>

namespace dlp::detail {

/// The cells of a journal and the columns of its table. A loop whose range has no size has the
/// cells that have a row; its results, which are bytes that its program alone can read, are no
/// columns. A file of an earlier version does not say all of a sweep: there arrays and complex
/// numbers are texts, all integers are signed, and where cells are left out it has those that have
/// a row. Throws: store_error; dlp::error where the file is not what was written.
[[nodiscard]] auto shape_of(journal_reader const& from) -> table_shape;

/// The table of that shape, with all rows.
/// Throws: store_error; dlp::error where there is no memory for it.
[[nodiscard]] auto table_of(journal_reader const& from) -> table_data;

/// How many cells the whole grid of a sweep has, with those that are left out; and of a loop as
/// `cells_of`.
[[nodiscard]] auto cells_of_grid(journal_reader const& from) -> std::optional<index_t>;

/// How many cells a run was to compute: of a sweep those that are kept; none where the loop's range
/// has no size.
[[nodiscard]] auto cells_of(journal_reader const& from) -> std::optional<index_t>;

}  // namespace dlp::detail
