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
    axes.push_back({std::string(rows.text(0)),
                    std::string(rows.text(1)),
                    value_kind_of(rows.text(2), journal.path()),
                    {}});
  }
  return axes;
}

/// While they are made, next to those that they are to replace.
auto new_ones(row_tables const& of) -> row_tables { return {"new_" + of.rows, "new_" + of.parts}; }

/// How many rows are left out, where each is in its place already; none where some are not.
auto rows_that_stay(database const& journal, cell_columns const& columns,
                    std::filesystem::path const& file, cell_lookup const& index_of)
    -> std::optional<std::size_t> {
  auto stay = true;
  auto const look = [&](row_tables const& in, auto const& is_in_place) {
    auto count = std::size_t{0};
    row_reader(journal, columns, file.string(), in).for_rows_from(0, [&](cell_row const& row) {
      stay = is_in_place(index_of(row.axes), row.index);
      ++count;
      return stay;
    });
    return count;
  };
  look(cells_of_grid(), [](auto found, index_t index) { return found == index; });
  if (!stay) return std::nullopt;
  auto const left_out = look(cells_left_out(), [](auto found, index_t) { return !found; });
  return stay ? std::optional(left_out) : std::nullopt;
}

/// Writes all rows anew, in tables that take the place of the old ones; how many are left out.
auto move_rows(database& journal, cell_columns const& columns, std::filesystem::path const& file,
               cell_lookup const& index_of, std::size_t largest_row) -> std::size_t {
  auto const both = {cells_of_grid(), cells_left_out()};
  for (auto const& old : both) make_row_tables(journal, columns, new_ones(old));

  auto left_out = index_t{0};
  {
    auto of_grid = row_writer(journal, columns, largest_row, new_ones(cells_of_grid()));
    auto of_others = row_writer(journal, columns, largest_row, new_ones(cells_left_out()));
    auto const move = [&](bool done) {
      for (auto const& old : both) {
        row_reader(journal, columns, file.string(), old).for_each_row([&](cell_row row) {
          if ((row.status == cell_status::done) != done) return;
          auto const index = index_of(row.axes);
          row.index = index ? *index : left_out++;
          (index ? of_grid : of_others).write(row);
        });
      }
    };
    move(true);  // of cells with the same values what is done has the place of what has failed
    move(false);
  }
  journal.execute("PRAGMA legacy_alter_table = ON");  // views of a person's own stay as they are
  for (auto const& old : both) {
    for (auto const& name : {old.rows, old.parts}) {
      journal.execute("DROP TABLE " + name + "; ALTER TABLE new_" + name + " RENAME TO " + name);
    }
  }
  journal.execute("PRAGMA legacy_alter_table = OFF");
  return left_out;
}

}  // namespace

auto differs_in_values(database const& journal, std::span<stored_axis const> axes) -> bool {
  auto const same_but_for_values = [](stored_axis const& a, stored_axis const& b) {
    return a.name == b.name && a.unit == b.unit && a.kind == b.kind;
  };
  return traits_of(journal)["axes"] != summary_of(axes) &&
         std::ranges::equal(axes_without_values(journal), axes, same_but_for_values);
}

auto replace_axes(database& journal, cell_columns const& columns, std::filesystem::path const& file,
                  std::span<stored_axis const> axes, cell_lookup_maker const& lookup,
                  std::size_t largest_row) -> std::size_t {
  if (!has_table(journal, cells_left_out().rows)) {
    make_row_tables(journal, columns, cells_left_out());
  }
  auto const stay = rows_that_stay(journal, columns, file, lookup());
  auto const left_out = stay ? *stay : move_rows(journal, columns, file, lookup(), largest_row);
  journal.execute("DELETE FROM axis");
  insert_axes(journal, axes);
  return left_out;
}

}  // namespace dlp::detail
