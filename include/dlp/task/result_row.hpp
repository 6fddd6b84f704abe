// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <string>
#include <vector>

#include <dlp/task/column_data.hpp>
#include <dlp/task/visit_columns.hpp>

namespace dlp::detail {

/// A result as the row of a table: the values of its columns, in the order of `columns_of`.
/// Throws: dlp::error where the rows of an array differ in length.
template <class R>
[[nodiscard]] auto row_of(R const& result) -> std::vector<result_value> {
  auto row = std::vector<result_value>();
  visit_columns(result, [&](std::string const& name, auto const& value) {
    row.push_back(result_value_of(name, value));
  });
  return row;
}

/// Throws: dlp::error: there is no such column.
[[noreturn]] void refuse_row_without(std::string const& name);

/// The result of which `find(name)` points to the values of the columns, or is null.
/// Throws: dlp::error where a column is missing, or is of another kind or shape.
template <class R, class Find>
  requires std::convertible_to<std::invoke_result_t<Find&, std::string const&>, result_value const*>
[[nodiscard]] auto result_from(Find find) -> R {
  auto result = R();
  fill_columns(result, [&](std::string const& name, auto& value) {
    result_value const* const found = find(name);
    if (!found) refuse_row_without(name);
    take_result_value(value, *found);
  });
  return result;
}

}  // namespace dlp::detail
