// SPDX-License-Identifier: BSL-1.0
#include <dispatch/journal/store_error.hpp>

#include <system_error>

#include <sqlite3.h>

namespace dlp::detail {
namespace {

auto kind_of(int code) -> store_error::kind {
  switch (code & 0xff) {  // the rest of it says more
    case SQLITE_FULL:
      return store_error::kind::full;
    case SQLITE_READONLY:
      return store_error::kind::read_only;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      return store_error::kind::input_output;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      return store_error::kind::busy;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_ERROR:  // what is asked for is always there, unless the tables are not as they were
    case SQLITE_CONSTRAINT:
      return store_error::kind::damaged;
    default:
      return store_error::kind::other;
  }
}

/// What the system said of the call that failed: the connection knows it of opening, and the file
/// and its log of reading and writing.
auto system_error_of(sqlite3* connection) -> int {
  auto code = ::sqlite3_system_errno(connection);
  for (auto const which : {SQLITE_FCNTL_JOURNAL_POINTER, SQLITE_FCNTL_FILE_POINTER}) {
    auto* file = static_cast<sqlite3_file*>(nullptr);
    ::sqlite3_file_control(connection, "main", which, &file);
    if (code != 0 || file == nullptr || file->pMethods == nullptr) continue;
    file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &code);
  }
  return code;
}

}  // namespace

auto after_damage() -> std::string {
  return ". Delete it, and what it has is computed again; or save what can be read of it by "
         ".recover of sqlite3";
}

void throw_store_error(sqlite3* connection, std::string const& path) {
  auto const code = ::sqlite3_extended_errcode(connection);
  auto const system = system_error_of(connection);
  auto const kind = kind_of(code);
  auto text = "dlp: " + path + ": " + ::sqlite3_errmsg(connection) + " (SQLite's error " +
              std::to_string(code);
  if (kind == store_error::kind::input_output && system != 0) {
    text += ", " + std::generic_category().message(system);
  }
  text += ")";
  if (kind == store_error::kind::damaged) text += after_damage();
  throw store_error(kind, text);
}

}  // namespace dlp::detail
