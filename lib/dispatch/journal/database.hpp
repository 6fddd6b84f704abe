// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include <sys/types.h>

#include <dispatch/journal/sql_statement.hpp>

namespace dlp::detail {

/// How a database is opened.
enum class access {
  read,           ///< beside others, of which one may write
  read_as_it_is,  ///< the file alone, without locks and without its log: nobody may write to it
  write,
  write_without_locks,  ///< where the file system has none
};

/// A connection to a database of SQLite: for one thread at a time, and for the process that opened
/// it. Each of its calls may throw a store_error.
class database {
 public:
  database(std::filesystem::path const& file, access how);
  database(database const&) = delete;
  auto operator=(database const&) -> database& = delete;

  /// In a child by fork() it leaves all as it is: file and locks are the parent's.
  ~database();

  /// Runs sentences of SQL.
  void execute(std::string const& sql);

  [[nodiscard]] auto prepare(std::string_view sql) const -> sql_statement;

  /// The first column of the first row; none where there is no row.
  [[nodiscard]] auto first_text(std::string_view sql) const -> std::optional<std::string>;
  [[nodiscard]] auto first_integer(std::string_view sql) const -> std::optional<std::int64_t>;

  /// The first bytes of the file, as it is on the disk; zeros where it is shorter. They are read by
  /// SQLite: if a descriptor of ours were closed, its locks on the file would be lost.
  using file_header = std::array<std::byte, 100>;
  [[nodiscard]] auto header() const -> file_header;

  /// What errors call it.
  [[nodiscard]] auto path() const noexcept -> std::string const& { return file_; }

  /// How long it waits where another process is at the file.
  void wait_at_most(int milliseconds) noexcept;

  /// How many rows the last statement changed.
  [[nodiscard]] auto changed() const noexcept -> std::int64_t;

  /// Whether this process opened it.
  [[nodiscard]] auto is_own() const noexcept -> bool;

  /// Undoes what is open.
  void roll_back() noexcept;

 private:
  std::string file_;
  ::pid_t process_;
  sqlite3* connection_ = nullptr;
};

/// What is written while it lives is written altogether, when it is committed, or not at all.
class transaction {
 public:
  explicit transaction(database& of) : of_(of) { of_.execute("BEGIN IMMEDIATE"); }
  transaction(transaction const&) = delete;
  auto operator=(transaction const&) -> transaction& = delete;
  ~transaction() {
    if (!done_) of_.roll_back();
  }

  void commit() {
    of_.execute("COMMIT");
    done_ = true;
  }

 private:
  database& of_;
  bool done_ = false;
};

}  // namespace dlp::detail
