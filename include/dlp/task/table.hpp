// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <cstddef>
#include <filesystem>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <dlp/core/index_range.hpp>
#include <dlp/dispatch/cell_status.hpp>
#include <dlp/task/described_axis.hpp>
#include <dlp/task/position_iterator.hpp>
#include <dlp/task/table_column.hpp>

namespace dlp {
namespace detail {
class table_data;
}  // namespace detail

/// What a sweep has computed: a row for each cell that is kept, in their order, with the columns of
/// its axes and results. Copies share it. A rank that does not get the table has one without rows.
///
/// Where a cell has no value, because it failed or is missing, or its std::optional is empty, a
/// real or complex number is NaN, a std::optional is empty, and any other type is a dlp::error.
class table {
 public:
  class row;
  class iterator;

  /// Without rows.
  table() = default;
  /// Of a sweep.
  explicit table(std::shared_ptr<detail::table_data const> data) : data_(std::move(data)) {}

  /// How many rows it has: one for each cell that is kept.
  [[nodiscard]] auto size() const noexcept -> index_t;
  /// Whether it has none.
  [[nodiscard]] auto empty() const noexcept -> bool { return size() == 0; }
  /// How many cells the whole grid has in each direction; the last one varies fastest.
  [[nodiscard]] auto shape() const -> std::vector<index_t>;
  /// The axes, with their values.
  [[nodiscard]] auto axes() const -> std::vector<described_axis>;
  /// The columns of the results, with the units and attributes that their cells agree on; of a
  /// `labelled` one those that its struct declares.
  [[nodiscard]] auto results() const -> std::vector<dlp::column>;

  /// The values of a result or an axis, by rows: `table.column<double>("energy")`. T is of the kind
  /// that the result has: numbers and enumerations, std::string, arrays, std::complex, `labelled`,
  /// `quantity`, or a std::optional of these.
  /// Throws: usage_error where there is no such column, or it is of another kind; dlp::error where
  /// T has nothing that stands for a missing value, or a number does not fit.
  template <class T>
  [[nodiscard]] auto column(std::string const& name) const -> std::vector<T> {
    if (empty()) return {};
    return detail::values_of_cells<T>(*named(name));
  }

  // Of a cell, by its number in the whole grid, as `dlp::cell` has it.
  // Throws: usage_error where the table has no row for it.

  /// What became of it.
  [[nodiscard]] auto status(index_t cell) const -> cell_status;
  /// Why it failed; empty where it did not.
  [[nodiscard]] auto error(index_t cell) const -> std::string;
  /// The rank that computed it last; -1 where none has.
  [[nodiscard]] auto rank(index_t cell) const -> int;
  /// The machine of that rank.
  [[nodiscard]] auto host(index_t cell) const -> std::string;
  /// How often it was tried.
  [[nodiscard]] auto attempts(index_t cell) const -> int;
  /// When it was begun, in seconds since 1970; NaN where that is not known, as of a lost rank.
  [[nodiscard]] auto start(index_t cell) const -> double;
  /// How many seconds it took; NaN as `start`.
  [[nodiscard]] auto duration(index_t cell) const -> double;
  /// How many cells are done, or failed, or missing.
  [[nodiscard]] auto count(cell_status status) const -> index_t;

  /// Its first row.
  [[nodiscard]] auto begin() const -> iterator;
  /// Behind its last one.
  [[nodiscard]] auto end() const -> iterator;

  /// Writes the table to a file, all of it or nothing: the index of each cell, its parameters,
  /// results, status and error. A name that ends in ".csv" is that of a table as RFC 4180 has it; a
  /// text that a spreadsheet would take for a formula has a ' before it. One that ends in ".nc" is
  /// that of a file in NetCDF-4, by the conventions CF-1.10, which xarray opens; errors are not in
  /// it. It takes the place of an earlier table with the same axes and results, and of no other
  /// file.
  ///
  /// Parallel: nothing. Communicates: nothing. Collective: no; a table without rows writes nothing,
  /// so that all ranks may come here. Throws: usage_error for another name, where there is a file
  /// of other content, and for ".nc" where the library is built without netCDF; dlp::error where
  /// the file cannot be written.
  void save(std::filesystem::path const& file) const;

 private:
  friend class row;

  [[nodiscard]] auto named(std::string const& name) const
      -> std::shared_ptr<detail::table_column const>;
  [[nodiscard]] auto cell_at(index_t position) const -> index_t;

  std::shared_ptr<detail::table_data const> data_;
};

/// A row of a table: what became of one cell.
class table::row {
 public:
  /// The row at a position of a table, which outlives it.
  row(table const& of, index_t position) : table_(&of), position_(position) {}

  /// The number of its cell in the whole grid.
  [[nodiscard]] auto index() const -> index_t { return table_->cell_at(position_); }
  /// What became of it.
  [[nodiscard]] auto status() const -> cell_status { return table_->status(index()); }
  /// The value of a result or an axis. Throws: as `column`.
  template <class T>
  [[nodiscard]] auto value(std::string const& name) const -> T {
    auto const column = table_->named(name);
    detail::require_type<T>(column->what);
    return detail::value_of_cell<T>(*column, position_);
  }

 private:
  table const* table_;
  index_t position_;
};

/// Goes from row to row.
class table::iterator : public detail::position_iterator<iterator, table> {
 public:
  using value_type = row;
  using reference = row;

  using position_iterator::position_iterator;

  [[nodiscard]] auto operator*() const -> row { return {of(), position()}; }
};

inline auto table::begin() const -> iterator { return {*this, 0}; }
inline auto table::end() const -> iterator { return {*this, size()}; }

}  // namespace dlp
