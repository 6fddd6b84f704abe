// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <cstddef>
#include <ostream>
#include <string>
#include <type_traits>
#include <vector>

#include <dlp/core/index_range.hpp>
#include <dlp/task/axis_of.hpp>
#include <dlp/task/column_data.hpp>

namespace dlp {

/// An axis of a grid, of whatever type it is in the program.
struct described_axis {
  column what = {};           ///< its name, kind and unit
  std::size_t dimension = 0;  ///< axes of one dimension go together, as those of a `zip`
  column_value values = {};   ///< all of them: an array in one direction
  bool rounded = false;       ///< some value is a long double that no double equals
};

namespace detail {

template <class T, class S>
[[nodiscard]] auto describe_axis(axis_of<T, S> const& axis, std::size_t dimension)
    -> described_axis {
  auto made =
      described_axis{.what = {.name = axis.name(), .unit = axis.unit()}, .dimension = dimension};
  describe_type<T>(made.what);
  auto numbers = stored_numbers<T>();
  numbers.reserve(axis.values().size());
  for (auto const& value : axis.values()) {
    numbers.push_back(stored(value));
    if constexpr (std::is_same_v<T, long double>)
      made.rounded = made.rounded || (value == value && value != numbers.back());
  }
  made.values = {.shape = {numbers.size()}, .values = std::move(numbers)};
  return made;
}

/// One of its values, as a person reads it: a number in the fewest digits that make it again.
[[nodiscard]] auto value_in_words(described_axis const& axis, std::size_t place) -> std::string;

/// Writes a line for each axis, with its unit, how many values it has, and the first and last of
/// these; and a line on the cells, of which `kept` are kept.
auto write_grid(std::ostream& out, std::vector<described_axis> const& axes, index_t cells,
                index_t kept) -> std::ostream&;

}  // namespace detail
}  // namespace dlp
