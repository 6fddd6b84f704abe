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

#include <core/index_ranges.hpp>
#include <core/number_text.hpp>
#include <core/require_memory.hpp>
#include <dispatch/journal/store_error.hpp>
#include <dlp/core/error.hpp>
#include <task/shape_notes.hpp>
#include <task/stored_row.hpp>

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
  return number_from<index_t>(found->second);
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

/// The column that a value is of which the file has; as the program has it, where the file says so.
auto described(stored_column const& of, shape_notes const& notes) -> column {
  auto const noted = noted_column(notes, of.name);
  if (!noted) return {.name = of.name, .kind = kind_of(of.kind)};
  if (stored_kind_of(*noted) != of.kind) refuse_damaged("columns");
  return *noted;
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

auto described(stored_axis const& axis, std::size_t dimension, shape_notes const& notes)
    -> described_axis {
  auto made = described_axis{.what = described(stored_column{axis.name, axis.kind}, notes),
                             .dimension = dimension};
  made.what.unit = axis.unit;
  made.values = axis.kind == value_kind::real   ? values_of<double>(axis)
                : axis.kind == value_kind::text ? values_of<std::string>(axis)
                                                : values_of<std::int64_t>(axis);
  if (made.what.kind == column_kind::integer && !made.what.is_signed) {
    auto const& numbers = std::get<std::vector<std::int64_t>>(made.values.values);
    made.values.values = std::vector<std::uint64_t>(numbers.begin(), numbers.end());
  }
  return made;
}

/// Takes the axes, and their dimensions from the words "0 0 1; …": in them the first two go
/// together.
void take_axes(table_shape& to, journal_reader const& from, shape_notes const& notes) {
  auto const found = notes.find("table");
  auto words = found == notes.end() ? std::string_view() : std::string_view(found->second);
  for (auto const& axis : from.axes()) {
    auto const dimension = take_number(words).value_or(to.dimensions.size());
    if (words.starts_with(' ')) words.remove_prefix(1);
    if (dimension == to.dimensions.size()) to.dimensions.push_back(axis.values.size());
    if (dimension >= to.dimensions.size() || to.dimensions[dimension] != axis.values.size()) {
      refuse_damaged("axes");
    }
    to.axes.push_back(described(axis, dimension, notes));
  }
}

auto has_bytes(journal_reader const& from) -> bool {
  return std::ranges::count(from.results(), value_kind::blob, &stored_column::kind) != 0;
}

/// The indices in ranges.
auto indices_in(std::vector<index_range> const& ranges)
    -> std::shared_ptr<std::vector<index_t> const> {
  auto indices = std::make_shared<std::vector<index_t>>();
  indices->reserve(count_of(ranges));
  for (auto const [first, last] : ranges) {
    for (auto index = first; index != last; ++index) indices->push_back(index);
  }
  return indices;
}

/// The indices of all rows.
auto rows_of(journal_reader const& from) -> std::shared_ptr<std::vector<index_t> const> {
  auto indices = std::make_shared<std::vector<index_t>>();
  from.for_each_row([&](cell_row const& row) { indices->push_back(row.index); });
  return indices;
}

void keep_some(table_shape& of, std::shared_ptr<std::vector<index_t> const> rows) {
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

auto cells_of_grid(journal_reader const& from) -> std::optional<index_t> {
  auto grid = table_shape();
  take_axes(grid, from, from.traits());
  return grid.axes.empty() ? cells_of(from) : cells_of_grid(grid);
}

auto shape_of(journal_reader const& from) -> table_shape {
  auto made = table_shape();
  auto const traits = from.traits();
  take_axes(made, from, traits);
  if (!has_bytes(from)) {
    for (auto const& one : from.results()) made.results.push_back(described(one, traits));
  }
  auto const cells = cells_of(from);
  if (cells && (made.axes.empty() || cells_of_grid(made) == *cells)) {
    keep_all(made, *cells);
    return made;
  }
  auto const kept = noted_cells(traits);
  if (!kept) {  // a file of an earlier version
    keep_some(made, rows_of(from));
    return made;
  }
  auto const is_beyond = !kept->empty() && kept->back().last > cells_of_grid(made);
  if (is_beyond || count_of(*kept) != cells) refuse_damaged("cells");
  keep_some(made, indices_in(*kept));
  return made;
}

auto table_of(journal_reader const& from) -> table_data {
  auto const shape = shape_of(from);
  auto made = require_memory_of_container(
      "dlp-sweep: there is no memory for a table of " + std::to_string(shape.size) + " cells",
      [&] { return table_data(shape); });
  from.for_each_row([&](cell_row const& row) { made.put(row); });
  return made;
}

}  // namespace dlp::detail
