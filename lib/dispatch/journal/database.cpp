// SPDX-License-Identifier: BSL-1.0
#include <dispatch/journal/database.hpp>

#include <array>
#include <cctype>

#include <unistd.h>

#include <sqlite3.h>

#include <dispatch/journal/store_error.hpp>

namespace dlp::detail {
namespace {

/// The path as a URI, in which SQLite takes options.
auto uri_of(std::string const& path) -> std::string {
  auto uri = std::string("file:");
  for (auto const c : path) {
    auto const byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '/') {
      uri += c;
    } else {
      constexpr auto digits = std::string_view("0123456789abcdef");
      uri += {'%', digits[byte / 16U], digits[byte % 16U]};
    }
  }
  return uri;
}

/// SQLite follows no link then, in no part of the path; those to the folder are the user's affair.
auto without_links_to_folder(std::filesystem::path const& file) -> std::string {
  auto error = std::error_code();
  auto const folder =
      std::filesystem::canonical(std::filesystem::absolute(file).parent_path(), error);
  return error ? file.string() : (folder / file.filename()).string();
}

/// How long it waits for who opens the file or closes it, in ms.
constexpr auto patience = 5000;

}  // namespace

database::database(std::filesystem::path const& file, access how)
    : file_(without_links_to_folder(file)), process_(::getpid()) {
  auto const writes = how == access::write || how == access::write_without_locks;
  auto const flags = (writes ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) | SQLITE_OPEN_URI |
                     SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  auto const uri = uri_of(file_) + (how == access::read_as_it_is ? "?immutable=1" : "");
  auto const* const system = how == access::write_without_locks ? "unix-none" : nullptr;
  try {
    if (::sqlite3_open_v2(uri.c_str(), &connection_, flags, system) != SQLITE_OK) {
      throw_store_error(connection_, file_);
    }
    wait_at_most(patience);
    // The file may be anybody's: what it has of code is not run, and damage is looked for.
    execute("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON");
  } catch (...) {
    ::sqlite3_close(connection_);
    throw;
  }
}

database::~database() {
  if (is_own()) ::sqlite3_close(connection_);
}

void database::execute(std::string const& sql) {
  if (::sqlite3_exec(connection_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    throw_store_error(connection_, file_);
  }
}

auto database::prepare(std::string_view sql) const -> sql_statement { return {connection_, sql}; }

auto database::first_text(std::string_view sql) const -> std::optional<std::string> {
  auto asked = prepare(sql);
  if (!asked.step()) return {};
  return std::string(asked.text(0));
}

auto database::first_integer(std::string_view sql) const -> std::optional<std::int64_t> {
  auto asked = prepare(sql);
  if (!asked.step()) return {};
  return asked.integer(0);
}

auto database::header() const -> file_header {
  auto* file = static_cast<sqlite3_file*>(nullptr);
  ::sqlite3_file_control(connection_, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  auto read = file_header();
  auto const code = file->pMethods->xRead(file, read.data(), int{read.size()}, 0);
  if (code == SQLITE_OK || code == SQLITE_IOERR_SHORT_READ) return read;
  throw store_error(store_error::kind::input_output,
                    "dlp: " + file_ + " cannot be read: " + ::sqlite3_errstr(code));
}

void database::wait_at_most(int milliseconds) noexcept {
  ::sqlite3_busy_timeout(connection_, milliseconds);
}

auto database::changed() const noexcept -> std::int64_t { return ::sqlite3_changes64(connection_); }

auto database::is_own() const noexcept -> bool { return ::getpid() == process_; }

void database::roll_back() noexcept {
  // After some errors SQLite has done so itself.
  if (::sqlite3_get_autocommit(connection_) == 0) {
    ::sqlite3_exec(connection_, "ROLLBACK", nullptr, nullptr, nullptr);
  }
}

}  // namespace dlp::detail
