// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

struct sqlite3;
struct sqlite3_stmt;

namespace benchmark {

/// The same table as a journal's, written and read by SQLite alone: what checksums, checks and our
/// own types cost is the difference.
class raw_sqlite {
 public:
  explicit raw_sqlite(std::filesystem::path const& file);
  raw_sqlite(raw_sqlite const&) = delete;
  auto operator=(raw_sqlite const&) -> raw_sqlite& = delete;
  ~raw_sqlite();

  /// Commits the rows of [first, last), each with this value.
  void commit(std::int64_t first, std::int64_t last, std::string const& value);

  /// Reads all rows, and returns how many there are.
  auto read() -> std::int64_t;

 private:
  sqlite3* connection_ = nullptr;
  sqlite3_stmt* begin_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
  sqlite3_stmt* end_ = nullptr;
};

}  // namespace benchmark
