// SPDX-License-Identifier: BSL-1.0
#include <dispatch/journal/journal_schema.hpp>

#include <cctype>
#include <set>

#include <core/number_text.hpp>
#include <dispatch/journal/fixed_columns.hpp>
#include <dispatch/journal/store_error.hpp>
#include <dlp/core/printable_text.hpp>

namespace dlp::detail {
namespace {

/// All columns of `cell`, in their order.
auto names_in_order(cell_columns const& columns) -> std::vector<std::string> {
  auto names = std::vector<std::string>();
  auto const add_fixed = [&](auto const& fixed) {
    names.insert(names.end(), fixed.begin(), fixed.end());
  };
  auto const add = [&](auto const& some) {
    for (auto const& one : some) names.push_back(one.name);
  };
  add_fixed(before_axes);
  add(columns.axes);
  add_fixed(before_results);
  add(columns.results);
  add_fixed(at_the_end);
  return names;
}

/// `f(name)` of each, with commas between.
template <class Names, class F>
auto joined(Names const& names, F f) -> std::string {
  auto text = std::string();
  for (auto const& name : names) text += (text.empty() ? "" : ", ") + f(name);
  return text;
}

auto quoted_columns(cell_columns const& columns) -> std::string {
  return joined(names_in_order(columns), quoted_name);
}

void insert_axis(database& in, std::int64_t number, stored_axis const& axis) {
  auto row = in.prepare("INSERT INTO axis VALUES (?, ?, ?, ?, ?, ?)");
  auto const add = [&](stored_value const& position, stored_value const& value) {
    row.bind(1, number).bind(2, axis.name).bind(3, axis.unit).bind(4, to_string(axis.kind));
    row.bind(5, position).bind(6, value).run();
  };
  auto position = std::int64_t{0};
  for (auto const& value : axis.values) add(position++, value);
  if (axis.values.empty()) add({}, {});
}

}  // namespace

void require_names(cell_columns const& columns) {
  auto known = std::set<std::string>();
  auto const add = [&](stored_column const& one, std::string const& what) {
    auto const refuse = [&](std::string const& why) {
      throw usage_error("dlp: " + what + " of a journal cannot be called \"" +
                        printable_text(one.name) + "\": " + why);
    };
    if (one.name.empty() || one.name.find('\0') != std::string::npos) refuse("that is no name");
    if (is_fixed_column(one.name)) refuse("it has a column of that name for itself");
    if (!known.insert(lower(one.name)).second) refuse("another one is");
  };
  for (auto const& one : columns.axes) add(one, "an axis");
  for (auto const& one : columns.results) add(one, "a result");
}

auto quoted_name(std::string_view name) -> std::string {
  auto text = std::string("\"");
  for (auto const c : name) text += c == '"' ? "\"\"" : std::string(1, c);
  return text + '"';
}

void make_tables(database& in, cell_columns const& columns, std::span<stored_axis const> axes) {
  in.execute(
      "PRAGMA application_id = " + std::to_string(journal_application) +
      "; PRAGMA user_version = " + std::to_string(journal_version) +
      ";"
      "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
      "CREATE TABLE axis (number INTEGER NOT NULL, name TEXT NOT NULL, unit TEXT NOT NULL,"
      " kind TEXT NOT NULL, position INTEGER, value);"
      "CREATE TABLE result (number INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL);");
  make_row_tables(in, columns, cells_of_grid());
  insert_axes(in, axes);
  auto result = in.prepare("INSERT INTO result VALUES (?, ?, ?)");
  auto number = std::int64_t{0};
  for (auto const& one : columns.results) {
    result.bind(1, number++).bind(2, one.name).bind(3, to_string(one.kind)).run();
  }
}

auto has_table(database const& journal, std::string const& name) -> bool {
  return journal.first_integer("SELECT 1 FROM sqlite_schema WHERE name = '" + name + "'")
      .has_value();
}

void make_row_tables(database& in, cell_columns const& columns, row_tables const& called) {
  auto const values = [](std::vector<stored_column> const& some) {
    auto text = std::string();
    for (auto const& one : some) text += quoted_name(one.name) + ", ";
    return text;
  };
  in.execute(
      "CREATE TABLE " + called.rows + " (\"index\" INTEGER PRIMARY KEY, " + values(columns.axes) +
      "status TEXT NOT NULL, attempts INTEGER NOT NULL, rank INTEGER NOT NULL, host TEXT NOT NULL,"
      " start, duration, error TEXT, " +
      values(columns.results) + "parts INTEGER NOT NULL, checksum INTEGER NOT NULL);" +
      "CREATE TABLE " + called.parts +
      " (cell INTEGER NOT NULL, result INTEGER NOT NULL, number INTEGER NOT NULL,"
      " value, PRIMARY KEY (cell, result, number));");
}

void insert_axes(database& in, std::span<stored_axis const> axes) {
  auto number = std::int64_t{0};
  for (auto const& axis : axes) insert_axis(in, number++, axis);
}

auto columns_of(database const& journal) -> cell_columns {
  auto const read = [&](char const* sql) {
    auto some = std::vector<stored_column>();
    auto rows = journal.prepare(sql);
    while (rows.step())
      some.push_back({std::string(rows.text(0)), value_kind_of(rows.text(1), journal.path())});
    return some;
  };
  return {read("SELECT DISTINCT name, kind, number FROM axis ORDER BY number"),
          read("SELECT name, kind FROM result ORDER BY number")};
}

auto select_rows(cell_columns const& columns, row_tables const& from) -> std::string {
  return "SELECT " + quoted_columns(columns) + " FROM " + from.rows +
         " WHERE \"index\" >= ? ORDER BY \"index\"";
}

auto insert_row(cell_columns const& columns, row_tables const& to) -> std::string {
  return "INSERT OR REPLACE INTO " + to.rows + " (" + quoted_columns(columns) + ") VALUES (" +
         joined(names_in_order(columns), [](auto const&) { return std::string("?"); }) + ")";
}

auto summary_of(std::span<stored_axis const> axes) -> std::string {
  return joined(axes, [](stored_axis const& axis) {
    auto sum = std::uint32_t{0};
    for (auto const& value : axis.values) sum = checksum_of(value, sum);
    return axis.name + (axis.unit.empty() ? "" : " in " + axis.unit) + ' ' +
           std::string(to_string(axis.kind)) + " of " + std::to_string(axis.values.size()) +
           " values (checksum " + hexadecimal(sum) + ')';
  });
}

auto summary_of(std::span<stored_column const> results) -> std::string {
  return joined(results, [](stored_column const& one) {
    return one.name + ' ' + std::string(to_string(one.kind));
  });
}

}  // namespace dlp::detail
