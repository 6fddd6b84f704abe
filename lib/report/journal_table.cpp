// SPDX-License-Identifier: BSL-1.0
#include <report/journal_table.hpp>

#include <algorithm>
#include <charconv>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <dispatch/journal/store_error.hpp>

namespace dlp::detail {
namespace {

[[noreturn]] void refuse_damaged(std::string const& what) {
  throw store_error(store_error::kind::damaged,
                    "dlp: the journal's " + what + " are not what was written" + after_damage());
}

/// The number that a text begins with, which is taken from it.
auto take_number(std::string_view& from) -> std::optional<index_t> {
  auto number = index_t{0};
  auto const [end, error] = std::from_chars(from.data(), from.data() + from.size(), number);
  if (error != std::errc()) return std::nullopt;
  from.remove_prefix(static_cast<std::size_t>(end - from.data()));
  return number;
}

auto number_of(std::map<std::string, std::string> const& traits, std::string const& name)
    -> std::optional<index_t> {
  auto const found = traits.find(name);
  if (found == traits.end()) return std::nullopt;
  auto text = std::string_view(found->second);
  return take_number(text);
}

auto kind_of(value_kind kind) -> column_kind {
  switch (kind) {
    case value_kind::integer:
      return column_kind::integer;
    case value_kind::boolean:
      return column_kind::boolean;
    case value_kind::real:
      return column_kind::real;
    default:
      return column_kind::text;
  }
}

template <class T>
auto values_of(stored_axis const& axis) -> column_value {
  using stored = std::conditional_t<std::is_same_v<T, std::string>, std::string_view, T>;
  auto values = std::vector<T>();
  for (auto const& one : axis.values) {
    auto const* const value = std::get_if<stored>(&one);
    if (!value) refuse_damaged("axes");
    values.emplace_back(*value);
  }
  return {.shape = {values.size()}, .values = std::move(values)};
}

auto described(stored_axis const& axis, std::size_t dimension) -> described_axis {
  auto const kind = kind_of(axis.kind);
  auto const take_all = kind == column_kind::real   ? values_of<double>
                        : kind == column_kind::text ? values_of<std::string>
                                                    : values_of<std::int64_t>;
  return {.what = {.name = axis.name, .kind = kind, .unit = axis.unit},
          .dimension = dimension,
          .values = take_all(axis)};
}

/// Takes the axes, and their dimensions from the words "0 0 1; …": in them the first two go
/// together.
void take_axes(table_shape& to, journal_reader const& from, std::string_view words) {
  for (auto const& axis : from.axes()) {
    auto const dimension = take_number(words).value_or(to.dimensions.size());
    if (words.starts_with(' ')) words.remove_prefix(1);
    if (dimension == to.dimensions.size()) to.dimensions.push_back(axis.values.size());
    if (dimension >= to.dimensions.size() || to.dimensions[dimension] != axis.values.size()) {
      refuse_damaged("axes");
    }
    to.axes.push_back(described(axis, dimension));
  }
}

auto has_bytes(journal_reader const& from) -> bool {
  return std::ranges::count(from.results(), value_kind::blob, &stored_column::kind) != 0;
}

/// The indices of all rows.
auto rows_of(journal_reader const& from) -> std::shared_ptr<std::vector<index_t> const> {
  auto indices = std::make_shared<std::vector<index_t>>();
  from.for_each_row([&](cell_row const& row) { indices->push_back(row.index); });
  return indices;
}

void keep_all(table_shape& of, index_t size) {
  of.size = size;
  of.cell_at = [](index_t position) { return position; };
  of.position_of = [size](index_t cell) {
    return cell < size ? std::optional(cell) : std::nullopt;
  };
}

void keep_rows(table_shape& of, std::shared_ptr<std::vector<index_t> const> rows) {
  of.size = rows->size();
  of.cell_at = [rows](index_t position) { return (*rows)[position]; };
  of.position_of = [rows](index_t cell) -> std::optional<index_t> {
    auto const found = std::ranges::lower_bound(*rows, cell);
    if (found == rows->end() || *found != cell) return std::nullopt;
    return static_cast<index_t>(found - rows->begin());
  };
}

}  // namespace

auto cells_of(journal_reader const& from) -> std::optional<index_t> {
  auto const traits = from.traits();
  auto const cells = number_of(traits, "cells");
  return cells ? cells : number_of(traits, "size");
}

auto shape_of(journal_reader const& from) -> table_shape {
  auto made = table_shape();
  auto traits = from.traits();
  take_axes(made, from, traits["table"]);
  if (!has_bytes(from)) {
    for (auto const& one : from.results()) made.results.push_back({one.name, kind_of(one.kind)});
  }
  auto const cells = cells_of(from);
  auto grid = index_t{1};
  for (auto const length : made.dimensions) grid *= length;
  if (cells && (made.axes.empty() || grid == *cells)) {
    keep_all(made, *cells);
  } else {
    keep_rows(made, rows_of(from));
  }
  return made;
}

auto table_of(journal_reader const& from) -> table_data {
  auto made = table_data(shape_of(from));
  from.for_each_row([&](cell_row const& row) { made.put(row); });
  return made;
}

}  // namespace dlp::detail
