// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string_view>

#include <dispatch/journal/stored_value.hpp>

struct sqlite3;
struct sqlite3_stmt;

namespace dlp::detail {

/// A sentence of SQL, prepared once and run again and again. Each of its calls may throw a
/// store_error.
class sql_statement {
 public:
  sql_statement(sqlite3* connection, std::string_view sql);
  sql_statement(sql_statement&& other) noexcept;
  auto operator=(sql_statement&& other) noexcept -> sql_statement& = delete;
  ~sql_statement();

  /// Puts a value in the place of a question mark; the first is 1. Text and bytes are read when the
  /// statement runs. SQLite makes NULL of a NaN: it is kept as its 8 bytes, the first the highest,
  /// so that NULL means that there is none.
  auto bind(int place, stored_value const& value) -> sql_statement&;

  /// Goes to the next row; without one the statement can be run again.
  [[nodiscard]] auto step() -> bool;

  /// Runs it to its end; of rows it makes nothing.
  void run();

  /// Ends it early.
  void reset() noexcept;

  /// The value in a column of the row, the first is 0, as one of this kind was bound; what it shows
  /// is valid until the next step.
  [[nodiscard]] auto value(int place, value_kind kind) const -> stored_value;
  [[nodiscard]] auto integer(int place) const -> std::int64_t;
  [[nodiscard]] auto text(int place) const -> std::string_view;

 private:
  void require(int code) const;
  [[nodiscard]] auto blob(int place) const -> std::span<std::byte const>;

  sqlite3* connection_;
  sqlite3_stmt* prepared_ = nullptr;
};

}  // namespace dlp::detail
