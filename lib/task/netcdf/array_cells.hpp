// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

#include <dlp/task/table_column.hpp>
#include <task/agreed_words.hpp>

namespace dlp::detail {

/// A column of a table whose values are arrays or complex numbers, of which the table has texts.
struct array_cells {
  column what = {};                       ///< of a `labelled` result: as its cells agree on it
  std::vector<column_value> values = {};  ///< by positions
  std::vector<index_t> lengths = {};      ///< of the longest value in each direction

  // Of a `labelled` result.
  agreed_words said = {};
  agreed_words said_of_coordinates = {};
  column coordinate = {};
  std::vector<column_value> coordinates = {};
  std::vector<index_t> coordinate_lengths = {};
};

/// Throws: dlp::error where a text is none of that column.
[[nodiscard]] auto read_array_cells(table_column const& from) -> array_cells;

/// The place of a value in an array of these lengths, by its place in one that is as long or
/// shorter in each direction.
[[nodiscard]] auto place_in_longer(std::size_t place, std::vector<index_t> const& shape,
                                   std::vector<index_t> const& lengths) -> std::size_t;

}  // namespace dlp::detail
