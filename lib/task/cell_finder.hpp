// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include <dispatch/journal/stored_value.hpp>
#include <dlp/core/index_range.hpp>
#include <dlp/task/table_shape.hpp>

namespace dlp::detail {

/// Finds cells of a grid by the values of its axes, which are equal where all bits are.
class cell_finder {
 public:
  explicit cell_finder(table_shape const& grid);

  /// The cell with these values, one for each axis, whether it is kept or not. Of several it is the
  /// first that has not been found before; none where there is no further one.
  [[nodiscard]] auto next_with(std::span<stored_value const> values) -> std::optional<index_t>;

 private:
  /// Those axes that go together.
  struct dimension {
    std::vector<std::size_t> axes = {};                                 ///< by their numbers
    std::unordered_map<std::string, std::vector<index_t>> places = {};  ///< by their values
    index_t length = 0;
  };

  std::vector<dimension> dimensions_;
  std::unordered_map<index_t, index_t> found_;  // how often, by the first cell with these values
};

}  // namespace dlp::detail
