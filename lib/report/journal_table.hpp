// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>

#include <dispatch/journal/journal_reader.hpp>
#include <dlp/task/table_shape.hpp>
#include <task/table_data.hpp>

namespace dlp::detail {

/// The cells of a journal and the columns of its table, as far as the file says what they are:
/// arrays and complex numbers are texts in JSON, and all integers are signed. Where cells are left
/// out, or nobody knows how many there are, it has those that have a row. The results of a loop,
/// which are bytes that its program alone can read, are no columns.
/// Throws: store_error.
[[nodiscard]] auto shape_of(journal_reader const& from) -> table_shape;

/// The table of that shape, with all rows.
/// Throws: store_error.
[[nodiscard]] auto table_of(journal_reader const& from) -> table_data;

/// How many cells a run was to compute: of a sweep those that are kept; none where the loop's range
/// has no size.
[[nodiscard]] auto cells_of(journal_reader const& from) -> std::optional<index_t>;

}  // namespace dlp::detail
