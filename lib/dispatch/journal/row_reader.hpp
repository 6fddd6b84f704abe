// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include <dispatch/journal/cell_row.hpp>
#include <dispatch/journal/database.hpp>
#include <dispatch/journal/journal_schema.hpp>

namespace dlp::detail {

/// Reads rows as a `row_writer` has written them, each with its checksum
/// compared; without memory of its own for a row, unless results of it lie in parts.
class row_reader {
 public:
  row_reader(database const& from, cell_columns columns, std::string path,
             row_tables const& in = cells_of_grid());

  /// Calls f with each row in the order of indices; what it shows is valid until f returns. All are
  /// of one moment, though another process may be writing.
  /// Throws: store_error for a row that is not what was written; what f throws.
  void for_each_row(std::function<void(cell_row const&)> const& f);

  /// The same from the index `first` on, for as long as f returns true. Between two calls rows may
  /// change.
  void for_rows_from(index_t first, std::function<bool(cell_row const&)> const& f);

 private:
  /// The row that the statement is at.
  [[nodiscard]] auto take_row() -> cell_row const&;
  void take_values(int place, std::vector<stored_column> const& columns,
                   std::vector<stored_value>& to);
  void join_parts();
  /// The pieces of one result, or of the row's words.
  void join_parts(std::int64_t result, std::string& whole);
  [[noreturn]] void throw_damaged() const;

  cell_columns columns_;
  std::string path_;
  std::string table_;
  sql_statement rows_;
  sql_statement parts_;
  cell_row row_;
  std::vector<stored_value> axes_;
  std::vector<stored_value> results_;
  std::vector<std::string> joined_;  // results that lay in parts
  std::string words_;
};

}  // namespace dlp::detail
