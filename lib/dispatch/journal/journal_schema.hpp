// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <dispatch/journal/database.hpp>
#include <dispatch/journal/stored_value.hpp>

namespace dlp::detail {

/// By these two numbers in its header a file is known for a journal, and for one of this version:
/// another way to lay out tables, or to make checksums, is another version.
inline constexpr auto journal_application = std::int64_t{0x646c706a};  // "dlpj"
inline constexpr auto journal_version = std::int64_t{1};

/// The columns of the table `cell` that depend on the sweep. The others have names that a result
/// cannot have.
struct cell_columns {
  std::vector<stored_column> axes;
  std::vector<stored_column> results;
};

/// Where rows lie, and the pieces of results that are too large for one.
struct row_tables {
  std::string rows;
  std::string parts;
};

/// In the place of a result's number: the part is of the words of its row.
inline constexpr auto words_of_row = std::int64_t{-1};

/// The rows of the cells that the grid has, and those of cells that it had before its axes got
/// other values: these tables are there from then on, and have the same columns.
[[nodiscard]] inline auto cells_of_grid() -> row_tables { return {"cell", "part"}; }
[[nodiscard]] inline auto cells_left_out() -> row_tables { return {"left_out", "left_out_part"}; }

/// Throws: usage_error for a name that is none, or that two have.
void require_names(cell_columns const& columns);

/// A name in SQL, whatever it consists of.
[[nodiscard]] auto quoted_name(std::string_view name) -> std::string;

/// Makes the tables of a journal in an empty database, within a transaction:
///
/// | table | of |
/// |---|---|
/// | `meta` | what the results are of: name and value |
/// | `axis` | a row for each value of each axis; one without a position where it has none |
/// | `result` | the results by name and kind |
/// | `cell` | a row for each cell that has been done |
/// | `part` | the pieces of results that are too large for a row, and the words of rows |
///
/// (`left_out` and `left_out_part` are made where they are needed, by `replace_axes`.)
///
/// Columns of values have no type in SQL, so that each comes back as it went in, -0.0 as well.
void make_tables(database& in, cell_columns const& columns, std::span<stored_axis const> axes);

[[nodiscard]] auto has_table(database const& journal, std::string const& name) -> bool;

/// Makes the two tables of rows alone.
void make_row_tables(database& in, cell_columns const& columns, row_tables const& called);

/// Fills the table `axis`, which is empty.
void insert_axes(database& in, std::span<stored_axis const> axes);

/// The columns that the tables in a journal are made for.
[[nodiscard]] auto columns_of(database const& journal) -> cell_columns;

/// "SELECT …": the columns of a table of rows in the order in which `row_reader` takes them; from
/// an index on.
[[nodiscard]] auto select_rows(cell_columns const& columns, row_tables const& from) -> std::string;

/// "INSERT …": the same, with a question mark for each. A row that there is gives way.
[[nodiscard]] auto insert_row(cell_columns const& columns, row_tables const& to) -> std::string;

/// What is compared with the axes of another run: names, units, kinds and a checksum of the values.
[[nodiscard]] auto summary_of(std::span<stored_axis const> axes) -> std::string;

/// The same of results: "x real, y text".
[[nodiscard]] auto summary_of(std::span<stored_column const> results) -> std::string;

}  // namespace dlp::detail
