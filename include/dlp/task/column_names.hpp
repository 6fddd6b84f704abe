// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <dlp/core/index_range.hpp>
#include <dlp/task/column.hpp>

namespace dlp::detail {

/// Throws: usage_error where an axis has no name, one that a table has for itself, or no values;
/// `call` is the function that makes it.
void check_axis(std::string_view call, std::string const& name, index_t values);

/// Throws: usage_error where two axes have one name.
void check_axis_names(std::vector<std::string> const& axes);

/// Throws: usage_error where a result has no name, or that of another one, of an axis, or one that
/// a table has for itself; so too what a `labelled` result lies along.
void check_result_names(std::vector<std::string> const& axes, std::vector<column> const& results);

}  // namespace dlp::detail
