// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <vector>

#include <dispatch/journal/cell_row.hpp>
#include <dispatch/journal/database.hpp>
#include <dispatch/journal/journal_schema.hpp>

namespace dlp::detail {

/// Writes rows into their table. Results that make a row larger than `most` bytes lie next to
/// it, in pieces of at most as many, in the table of parts: SQLite takes no row of 10⁹ bytes. So do
/// the words of a row that has any.
class row_writer {
 public:
  row_writer(database& to, cell_columns columns, std::size_t most,
             row_tables const& in = cells_of_grid());

  /// A failure does not take the place of what is done.
  /// Throws: usage_error for values that are not those of the columns; store_error.
  void write(cell_row const& row);

  /// Removes it.
  void remove(index_t index);

 private:
  void require_fitting(cell_row const& row) const;
  [[nodiscard]] auto is_done(index_t index) -> bool;
  void bind(cell_row const& row, std::vector<bool> const& apart, int parts);
  /// The results that do not fit into the row.
  [[nodiscard]] auto find_large(cell_row const& row) const -> std::vector<bool>;
  void write_parts(index_t index, std::int64_t result, stored_value const& value);
  void remove_parts(index_t index);

  cell_columns columns_;
  std::size_t most_;
  bool has_parts_;  // any row
  std::vector<bool> none_apart_;
  sql_statement insert_;
  sql_statement insert_part_;
  sql_statement remove_;
  sql_statement remove_parts_;
  sql_statement find_done_;
};

}  // namespace dlp::detail
