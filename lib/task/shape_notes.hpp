// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <dlp/core/index_range.hpp>
#include <dlp/task/table_shape.hpp>

namespace dlp::detail {

/// What the journal of a sweep says of its table, besides the names, kinds and values that all
/// journals have, so that another program makes the same table of it. For each axis and result
/// `column NAME`: the kind, the bytes, whether it is signed, the shape, whether it is optional, the
/// unit, the dimension, and where there are any the attributes as an object in JSON, as an array of
/// texts in JSON. `kept`: the cells that are kept, as "0-5 7".
using shape_notes = std::map<std::string, std::string>;

[[nodiscard]] auto notes_of(table_shape const& shape) -> shape_notes;

/// The column of that name; none where nothing is said of it, as in a file of an earlier version.
/// Throws: dlp::error where what is said is not what was written.
[[nodiscard]] auto noted_column(shape_notes const& in, std::string const& name)
    -> std::optional<column>;

/// The cells that are kept, in order. None, and throws: as above.
[[nodiscard]] auto noted_cells(shape_notes const& in) -> std::optional<std::vector<index_range>>;

}  // namespace dlp::detail
