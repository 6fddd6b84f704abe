// SPDX-License-Identifier: BSL-1.0
#include <dispatch/journal/journal_axes.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include <dispatch/journal/journal_traits.hpp>
#include <dispatch/journal/row_reader.hpp>
#include <dispatch/journal/row_writer.hpp>

namespace dlp::detail {
namespace {

auto axes_without_values(database const& journal) -> std::vector<stored_axis> {
  auto axes = std::vector<stored_axis>();
  auto rows = journal.prepare("SELECT DISTINCT name, unit, kind, number FROM axis ORDER BY number");
  while (rows.step()) {
    axes.push_back(
        {std::string(rows.text(0)), std::string(rows.text(1)), value_kind_of(rows.text(2)), {}});
  }
  return axes;
}

/// While they are made, next to those that they are to replace.
auto new_ones(row_tables const& of) -> row_tables { return {"new_" + of.rows, "new_" + of.parts}; }

}  // namespace

auto differs_in_values(database const& journal, std::span<stored_axis const> axes) -> bool {
  auto const same_but_for_values = [](stored_axis const& a, stored_axis const& b) {
    return a.name == b.name && a.unit == b.unit && a.kind == b.kind;
  };
  return traits_of(journal)["axes"] != summary_of(axes) &&
         std::ranges::equal(axes_without_values(journal), axes, same_but_for_values);
}

auto replace_axes(database& journal, cell_columns const& columns, std::filesystem::path const& file,
                  std::span<stored_axis const> axes, cell_lookup const& index_of,
                  std::size_t largest_row) -> std::size_t {
  if (!has_table(journal, cells_left_out().rows)) {
    make_row_tables(journal, columns, cells_left_out());
  }
  auto const both = {cells_of_grid(), cells_left_out()};
  for (auto const& old : both) make_row_tables(journal, columns, new_ones(old));

  auto left_out = index_t{0};
  {
    auto of_grid = row_writer(journal, columns, largest_row, new_ones(cells_of_grid()));
    auto of_others = row_writer(journal, columns, largest_row, new_ones(cells_left_out()));
    auto const move_rows = [&](bool done) {
      for (auto const& old : both) {
        row_reader(journal, columns, file.string(), old).for_each_row([&](cell_row row) {
          if ((row.status == cell_status::done) != done) return;
          auto const index = index_of(row.axes);
          row.index = index ? *index : left_out++;
          (index ? of_grid : of_others).write(row);
        });
      }
    };
    move_rows(true);  // of cells with the same values what is done has the place of what has failed
    move_rows(false);
  }
  journal.execute("PRAGMA legacy_alter_table = ON");  // views of a person's own stay as they are
  for (auto const& old : both) {
    for (auto const& name : {old.rows, old.parts}) {
      journal.execute("DROP TABLE " + name + "; ALTER TABLE new_" + name + " RENAME TO " + name);
    }
  }
  journal.execute("PRAGMA legacy_alter_table = OFF");
  journal.execute("DELETE FROM axis");
  insert_axes(journal, axes);
  return left_out;
}

}  // namespace dlp::detail
