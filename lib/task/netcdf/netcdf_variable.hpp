// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <dlp/task/column.hpp>
#include <task/netcdf/netcdf_file.hpp>

namespace dlp::detail {

/// What a variable has in the places of its dimensions, the last of which varies fastest.
template <class T>
struct places {
  explicit places(std::size_t count) : values(count), there(count) {}
  void put(std::size_t place, T value) {
    values[place] = std::move(value);
    there[place] = true;
  }

  std::vector<T> values;
  std::vector<bool> there;  // which of them have a value
};

/// Calls `f` with a value of the type that stands for those of a column, and for the parts of
/// complex numbers: one of the four below.
template <class F>
void with_type_of(column const& what, F f) {
  if (what.kind == column_kind::text) return f(std::string());
  if (what.kind == column_kind::real || what.kind == column_kind::complex) return f(double());
  if (what.kind == column_kind::integer && !what.is_signed) return f(0ULL);
  f(0LL);
}

/// Whether a variable says which of its values are missing.
enum class missing_values {
  noted,
  unnoted,  ///< as sweepexp has them: booleans are false then, and integers stay integers
};

/// Writes a variable with the unit and the attributes of a column, and tells its number; an
/// attribute by whose name others know something has a _ behind it. Only a variable
/// that misses values has a `_FillValue`, for xarray makes floating-point numbers of integers that
/// have it: a NaN; -1 among booleans; among other integers, which are of 64 bits then, a number
/// that is not in use. A text that is missing is empty.
template <class T>
auto write_variable(netcdf_file& to, column const& what, std::string const& name,
                    std::vector<int> const& along, places<T> values,
                    missing_values how = missing_values::noted) -> int;

/// Whether xarray makes times of numbers that have this unit.
[[nodiscard]] auto is_time_to_xarray(std::string const& unit) -> bool;

}  // namespace dlp::detail
