// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include <dispatch/journal/stored_value.hpp>
#include <dlp/core/bytes.hpp>
#include <dlp/task/column.hpp>

namespace dlp::detail {

/// The kind of a column as a journal has it: what is not one number is a text.
[[nodiscard]] auto stored_kind_of(column const& what) -> value_kind;

/// One of the values of an axis; a text is the axis's own.
[[nodiscard]] auto stored_value_at(column_value const& all, std::size_t position) -> stored_value;

/// Appends the values of a result as they travel to the root: numbers, and texts for the rest.
void append_row(bytes& to, std::span<result_value const> row);
/// Appends what a cell says of its results, by their numbers, where that is not what the program
/// has declared; of what a `labelled` says the value has it all.
void append_words(bytes& to, std::span<result_value const> row, std::span<column const> declared);
/// The same of values that a table has.
void append_values(bytes& to, std::span<stored_value const> row);

/// A text that lies where it is read from.
[[nodiscard]] auto take_text(byte_reader& from) -> std::string_view;
/// So many of these; texts lie where they are read from.
void take_values(byte_reader& from, std::span<stored_value> to);
/// What `append_words` has appended behind the values of a row: a text, empty where it is nothing.
[[nodiscard]] auto take_words(byte_reader& from) -> std::string_view;

}  // namespace dlp::detail
