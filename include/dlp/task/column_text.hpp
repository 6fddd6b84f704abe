// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

#include <dlp/task/column.hpp>

namespace dlp::detail {

/// Whether each value of a column is one number or one text, and not an array or a complex number:
/// those are kept as texts.
[[nodiscard]] auto is_single(column const& what) -> bool;

/// A value as a text in JSON: an array as `[1.5, 2]`, a complex number as `[re, im]`, and what is
/// labelled as an object. Numbers come back to the last bit; NaN and infinities are texts in it.
[[nodiscard]] auto text_of(result_value const& value) -> std::string;

/// The way back, for a column that is described by `what`; `coordinates` is of what is labelled.
/// Throws: dlp::error where the text is none of that column.
[[nodiscard]] auto value_from_text(std::string_view text, column const& what,
                                   column const& coordinates = {}) -> result_value;

}  // namespace dlp::detail
