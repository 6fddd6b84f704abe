// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include <dlp/task/column.hpp>

namespace dlp::detail {

/// Whether each value of a column is one number or one text, and not an array or a complex number:
/// those are kept as texts.
[[nodiscard]] auto is_single(column const& what) -> bool;

using attributes_by_name = std::map<std::string, attribute>;
/// What a cell says of its results, by their numbers.
using words_of_cell = std::map<std::size_t, column_words>;

/// A value as a text in JSON: an array as `[1.5, 2]`, a complex number as `[re, im]`, and what is
/// labelled as an object. Numbers come back to the last bit; NaN and infinities are texts in it.
[[nodiscard]] auto text_of(result_value const& value) -> std::string;

/// The way back, for a column that is described by `what`; `coordinates` is of what is labelled.
/// Throws: dlp::error where the text is none of that column.
[[nodiscard]] auto value_from_text(std::string_view text, column const& what,
                                   column const& coordinates = {}) -> result_value;

/// Attributes as a text in JSON, where a number that is not whole has a point, an exponent, or, as
/// a NaN, brackets around it; and the way back.
/// Throws: dlp::error where the text is nothing of the kind.
[[nodiscard]] auto text_of_attributes(attributes_by_name const& attributes) -> std::string;
[[nodiscard]] auto attributes_from_text(std::string_view text) -> attributes_by_name;

/// The same of what a cell says: `{"0":{"unit":"J","attributes":{}}}`.
[[nodiscard]] auto text_of_words(words_of_cell const& words) -> std::string;
[[nodiscard]] auto words_from_text(std::string_view text) -> words_of_cell;

}  // namespace dlp::detail
