// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <complex>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include <dlp/core/index_range.hpp>
#include <dlp/task/attribute.hpp>

namespace dlp {

/// What the values in a column are; an enumeration is an integer.
enum class column_kind {
  boolean,
  integer,
  real,
  complex,
  text,
};

/// What is said of a column, or of what one cell has in it.
struct column_words {
  std::string unit = {};                             ///< as "1/s"; empty where it has none
  std::map<std::string, attribute> attributes = {};  ///< what else is to be said of it
  /// Whether both say the same.
  friend auto operator==(column_words const&, column_words const&) -> bool = default;
};

/// What is known of a column of a table before it has values: of one of the results, or of an axis.
struct column {
  std::string name = {};                 ///< as "energy", or "main.width" of a struct in a result
  column_kind kind = column_kind::real;  ///< of one value
  std::size_t bytes = sizeof(double);    ///< of one value in the program; 0 for a text
  bool is_signed = true;                 ///< whether such a number can be negative
  /// How long an array is in each direction, 0 where each cell has its own; empty for one value.
  std::vector<index_t> shape = {};
  bool may_be_missing = false;                       ///< it is a std::optional
  std::string unit = {};                             ///< as "1/s"; empty where it has none
  std::map<std::string, attribute> attributes = {};  ///< what else is to be said of it
  std::string dimension = {};                        ///< what a `labelled` array lies along
  friend auto operator==(column const&, column const&) -> bool = default;  ///< of all of that
};

/// A value of a column, or all values of an axis: an array of some shape, and where that is empty
/// one value. Booleans and enumerations are integers.
struct column_value {
  /// How long it is in each direction.
  std::vector<index_t> shape = {};
  /// The numbers, or texts; the last direction varies fastest. None where the value is missing.
  std::variant<std::monostate, std::vector<std::int64_t>, std::vector<std::uint64_t>,
               std::vector<double>, std::vector<std::complex<double>>, std::vector<std::string>>
      values = {};

  /// Whether there is none, as in an empty std::optional.
  [[nodiscard]] auto is_missing() const noexcept -> bool { return values.index() == 0; }
  /// Whether both are the same; a NaN is not the same as another.
  friend auto operator==(column_value const&, column_value const&) -> bool = default;
};

/// What a cell has computed for one column.
struct result_value {
  column what = {};               ///< with the unit, the attributes and the dimension of this value
  column_value value = {};        ///< the value
  column_value coordinates = {};  ///< of a `labelled` array; missing where it is none
  std::string coordinate_unit = {};  ///< of these
  /// Whether all of that is the same.
  friend auto operator==(result_value const&, result_value const&) -> bool = default;
};

}  // namespace dlp
