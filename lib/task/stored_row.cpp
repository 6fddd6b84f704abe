// SPDX-License-Identifier: BSL-1.0
#include <task/stored_row.hpp>

#include <type_traits>

#include <dlp/core/error.hpp>
#include <dlp/task/column_text.hpp>

namespace dlp::detail {
namespace {

void append_value(bytes& to, stored_value const& value) {
  append(to, static_cast<unsigned char>(value.index()));
  std::visit(
      [&](auto const& what) {
        using type = std::remove_cvref_t<decltype(what)>;
        if constexpr (std::is_same_v<type, std::span<std::byte const>>) {
          throw error("dlp: no column of a table has bytes");
        } else if constexpr (!std::is_same_v<type, std::monostate>) {
          append(to, what);
        }
      },
      value);
}

}  // namespace

auto take_text(byte_reader& from) -> std::string_view {
  auto const text = from.take_sized();
  return {reinterpret_cast<char const*>(text.data()), text.size()};
}

auto stored_kind_of(column const& what) -> value_kind {
  if (!is_single(what)) return value_kind::text;
  switch (what.kind) {
    case column_kind::boolean:
      return value_kind::boolean;
    case column_kind::integer:
      return value_kind::integer;
    case column_kind::real:
      return value_kind::real;
    default:
      return value_kind::text;
  }
}

auto stored_value_at(column_value const& all, std::size_t position) -> stored_value {
  return std::visit(
      [&](auto const& values) -> stored_value {
        using type = std::remove_cvref_t<decltype(values)>;
        if constexpr (std::is_same_v<type, std::monostate> ||
                      std::is_same_v<type, std::vector<std::complex<double>>>) {
          return {};
        } else if constexpr (std::is_same_v<type, std::vector<std::string>>) {
          return std::string_view(values[position]);
        } else if constexpr (std::is_same_v<type, std::vector<double>>) {
          return values[position];
        } else {
          return static_cast<std::int64_t>(values[position]);
        }
      },
      all.values);
}

void append_row(bytes& to, std::span<result_value const> row) {
  for (auto const& one : row) {
    if (one.value.is_missing()) {
      append_value(to, {});
    } else if (is_single(one.what)) {
      append_value(to, stored_value_at(one.value, 0));
    } else {
      auto const text = text_of(one);
      append_value(to, std::string_view(text));
    }
  }
}

void append_words(bytes& to, std::span<result_value const> row, std::span<column const> declared) {
  auto words = words_of_cell();
  for (auto i = std::size_t{0}; i != row.size(); ++i) {
    auto const& what = declared[i];
    auto said = column_words{row[i].what.unit, row[i].what.attributes};
    if (said.unit.empty()) said.unit = what.unit;
    said.attributes.insert(what.attributes.begin(), what.attributes.end());
    auto const is_labelled = !row[i].coordinates.is_missing();
    if (is_labelled || said == column_words{what.unit, what.attributes}) continue;
    words.emplace(i, std::move(said));
  }
  if (!words.empty()) append(to, std::string_view(text_of_words(words)));
}

void append_values(bytes& to, std::span<stored_value const> row) {
  for (auto const& one : row) append_value(to, one);
}

void take_values(byte_reader& from, std::span<stored_value> to) {
  for (auto& one : to) {
    switch (from.take<unsigned char>()) {
      case 1:
        one = from.take<std::int64_t>();
        break;
      case 2:
        one = from.take<double>();
        break;
      case 3:
        one = take_text(from);
        break;
      default:
        one = std::monostate();
    }
  }
}

auto take_words(byte_reader& from) -> std::string_view {
  return from.done() ? std::string_view() : take_text(from);
}

}  // namespace dlp::detail
