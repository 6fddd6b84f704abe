// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <dispatch/journal/cell_row.hpp>
#include <dlp/core/bytes.hpp>
#include <dlp/task/table_column.hpp>
#include <dlp/task/table_shape.hpp>
#include <task/agreed_words.hpp>

namespace dlp::detail {

/// What a sweep has computed, column by column: a number is 8 bytes, and no cell is an object.
class table_data {
 public:
  explicit table_data(table_shape shape);

  [[nodiscard]] auto shape() const noexcept -> table_shape const& { return shape_; }

  /// Takes the row of a cell; that of one which is left out is not taken.
  void put(cell_row const& row);

  /// What is known of the cell at a position, without its values; texts lie in the table.
  [[nodiscard]] auto about(index_t position) const -> cell_row;
  /// The whole row but its words; values lie in `values`.
  [[nodiscard]] auto row_at(index_t position, std::vector<stored_value>& values) const -> cell_row;

  /// The column of a result, or one that is made of an axis. Throws: usage_error where there is
  /// none of this name.
  [[nodiscard]] auto named(std::string const& name) const -> std::shared_ptr<table_column const>;

  /// What a cell says of its results, as its row has it.
  [[nodiscard]] auto words_at(index_t position) const -> std::string;
  /// What all cells say of a result.
  [[nodiscard]] auto agreed(std::size_t result) const -> agreed_words;
  /// The columns of the results, with what the cells agree on.
  [[nodiscard]] auto results() const -> std::vector<column>;

  /// All rows, to be sent; and the way back.
  void append_to(bytes& to) const;
  void take_from(std::span<std::byte const> from);

 private:
  [[nodiscard]] auto column_of(described_axis const& axis) const -> std::shared_ptr<table_column>;
  [[nodiscard]] auto number_of_host(std::string_view name) -> std::uint32_t;

  table_shape shape_;
  std::vector<std::shared_ptr<table_column>> results_;

  // By positions.
  std::vector<cell_status> status_;
  std::vector<std::int32_t> attempts_;
  std::vector<std::int32_t> ranks_;
  std::vector<std::uint32_t> hosts_;
  std::vector<double> starts_;
  std::vector<double> durations_;
  std::map<index_t, std::string> errors_;

  std::vector<std::string> host_names_;
};

}  // namespace dlp::detail
