// SPDX-License-Identifier: BSL-1.0
#include "raw_sqlite.hpp"

#include <stdexcept>

#include <sqlite3.h>

namespace benchmark {
namespace {

void require(bool is, sqlite3* connection) {
  if (!is) throw std::runtime_error(::sqlite3_errmsg(connection));
}

auto prepare(sqlite3* connection, char const* sql) -> sqlite3_stmt* {
  auto* made = static_cast<sqlite3_stmt*>(nullptr);
  require(::sqlite3_prepare_v3(connection, sql, -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr) ==
              SQLITE_OK,
          connection);
  return made;
}

void run(sqlite3_stmt* what) {
  ::sqlite3_step(what);
  require(::sqlite3_reset(what) == SQLITE_OK, ::sqlite3_db_handle(what));
}

}  // namespace

raw_sqlite::raw_sqlite(std::filesystem::path const& file) {
  require(::sqlite3_open_v2(file.c_str(), &connection_,
                            SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                            nullptr) == SQLITE_OK,
          connection_);
  auto const* const sql =
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
      "CREATE TABLE IF NOT EXISTS cell (\"index\" INTEGER PRIMARY KEY, status TEXT NOT NULL,"
      " attempts INTEGER NOT NULL, rank INTEGER NOT NULL, host TEXT NOT NULL, start, duration,"
      " error TEXT, value, parts INTEGER NOT NULL, checksum INTEGER NOT NULL)";
  require(::sqlite3_exec(connection_, sql, nullptr, nullptr, nullptr) == SQLITE_OK, connection_);
  begin_ = prepare(connection_, "BEGIN IMMEDIATE");
  insert_ = prepare(connection_,
                    "INSERT INTO cell VALUES (?, 'done', 1, ?, 'node1', ?, ?, NULL, ?, 0, ?)");
  end_ = prepare(connection_, "COMMIT");
}

raw_sqlite::~raw_sqlite() {
  for (auto* one : {begin_, insert_, end_}) ::sqlite3_finalize(one);
  ::sqlite3_close(connection_);
}

void raw_sqlite::commit(std::int64_t first, std::int64_t last, std::string const& value) {
  run(begin_);
  for (auto index = first; index != last; ++index) {
    ::sqlite3_bind_int64(insert_, 1, index);
    ::sqlite3_bind_int64(insert_, 2, index % 7);
    ::sqlite3_bind_double(insert_, 3, 1.7e9 + static_cast<double>(index));
    ::sqlite3_bind_double(insert_, 4, 0.5);
    ::sqlite3_bind_blob64(insert_, 5, value.data(), value.size(), SQLITE_STATIC);
    ::sqlite3_bind_int64(insert_, 6, 0xffff'ffff);
    run(insert_);
  }
  run(end_);
}

auto raw_sqlite::read() -> std::int64_t {
  auto* const rows = prepare(connection_, "SELECT * FROM cell ORDER BY \"index\"");
  auto count = std::int64_t{0};
  auto used = std::int64_t{0};
  while (::sqlite3_step(rows) == SQLITE_ROW) {
    for (auto const column : {0, 2, 3, 9, 10}) used += ::sqlite3_column_int64(rows, column);
    for (auto const column : {5, 6}) used += ::sqlite3_column_double(rows, column) > 0 ? 1 : 0;
    for (auto const column : {1, 4, 7, 8}) {
      used +=
          ::sqlite3_column_blob(rows, column) != nullptr ? ::sqlite3_column_bytes(rows, column) : 0;
    }
    ++count;
  }
  require(::sqlite3_finalize(rows) == SQLITE_OK, connection_);
  return used > 0 ? count : 0;
}

}  // namespace benchmark
