// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <dlp/core/index_range.hpp>
#include <dlp/task/described_axis.hpp>

namespace dlp::detail {

/// The cells of a sweep and the columns of its table, whatever their types are in the program.
struct table_shape {
  std::vector<described_axis> axes = {};
  std::vector<index_t> dimensions = {};  ///< of the whole grid; the last one varies fastest
  std::vector<column> results = {};
  index_t size = 0;                                                 ///< cells that are kept
  std::function<index_t(index_t)> cell_at = {};                     ///< by their positions
  std::function<std::optional<index_t>(index_t)> position_of = {};  ///< none where it is left out
};

/// How many elements an array of these lengths has.
[[nodiscard]] auto product_of(std::vector<index_t> const& lengths) -> index_t;

/// How many cells the whole grid has.
[[nodiscard]] auto cells_of_grid(table_shape const& of) -> index_t;

/// Keeps all of so many cells.
void keep_all(table_shape& of, index_t cells);

/// The place of an axis's value in a cell.
[[nodiscard]] auto place_on_axis(table_shape const& of, described_axis const& axis, index_t cell)
    -> std::size_t;

/// The parameters of a cell in words: "gamma = 0.1, solver = rk4".
[[nodiscard]] auto parameters_in_words(table_shape const& of, index_t cell) -> std::string;

}  // namespace dlp::detail
