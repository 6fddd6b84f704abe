// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>

#include <dispatch/journal/database.hpp>
#include <dispatch/journal/journal_schema.hpp>
#include <dispatch/journal/stored_value.hpp>
#include <dlp/core/index_range.hpp>

namespace dlp::detail {

/// The index in a grid of the cell with these values, one for each axis; none where it has none, or
/// no further one.
using cell_lookup = std::function<std::optional<index_t>(std::span<stored_value const>)>;
/// Makes one that has found no cell yet.
using cell_lookup_maker = std::function<cell_lookup()>;

/// Whether the axes of a journal are these, but for their values: by names, units and kinds.
[[nodiscard]] auto differs_in_values(database const& journal, std::span<stored_axis const> axes)
    -> bool;

/// Has a journal be one of a grid with the same axes and other values, within a transaction: each
/// row gets the index that its cell has there. A row whose cell is not there is left out, in tables
/// of its own, and comes back with its cell. Where each stays in its place, as where the outermost
/// axis goes on, none is written. How many are left out.
/// Throws: store_error.
auto replace_axes(database& journal, cell_columns const& columns, std::filesystem::path const& file,
                  std::span<stored_axis const> axes, cell_lookup_maker const& lookup,
                  std::size_t largest_row) -> std::size_t;

}  // namespace dlp::detail
