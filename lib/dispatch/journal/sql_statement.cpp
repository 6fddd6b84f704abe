// SPDX-License-Identifier: BSL-1.0
#include <dispatch/journal/sql_statement.hpp>

#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <type_traits>
#include <utility>

#include <sqlite3.h>

#include <dispatch/journal/store_error.hpp>

namespace dlp::detail {
namespace {

using nan_bytes = std::array<unsigned char, sizeof(double)>;

auto bytes_of_nan(double nan) -> nan_bytes {
  auto bytes = nan_bytes();
  auto const bits = std::bit_cast<std::uint64_t>(nan);
  for (auto i = 0U; i != bytes.size(); ++i) {
    bytes[i] = static_cast<unsigned char>(bits >> (56 - 8 * i) & 0xff);
  }
  return bytes;
}

auto nan_of_bytes(std::span<std::byte const> bytes) -> double {
  auto bits = std::uint64_t{0};
  for (auto const byte : bytes) bits = bits << 8 | static_cast<std::uint64_t>(byte);
  return std::bit_cast<double>(bits);
}

}  // namespace

sql_statement::sql_statement(sqlite3* connection, std::string_view sql) : connection_(connection) {
  require(::sqlite3_prepare_v3(connection, sql.data(), static_cast<int>(sql.size()),
                               SQLITE_PREPARE_PERSISTENT, &prepared_, nullptr));
}

sql_statement::sql_statement(sql_statement&& other) noexcept
    : connection_(other.connection_), prepared_(std::exchange(other.prepared_, nullptr)) {}

sql_statement::~sql_statement() { ::sqlite3_finalize(prepared_); }

auto sql_statement::bind(int place, stored_value const& value) -> sql_statement& {
  // A null pointer would be NULL; so an empty text has to lie somewhere.
  auto const at = [](auto const& what) -> void const* {
    return what.empty() ? static_cast<void const*>("") : what.data();
  };
  require(std::visit(
      [&](auto const& what) -> int {
        using type = std::remove_cvref_t<decltype(what)>;
        if constexpr (std::is_same_v<type, std::monostate>) {
          return ::sqlite3_bind_null(prepared_, place);
        } else if constexpr (std::is_same_v<type, std::int64_t>) {
          return ::sqlite3_bind_int64(prepared_, place, what);
        } else if constexpr (std::is_same_v<type, double>) {
          if (!std::isnan(what)) return ::sqlite3_bind_double(prepared_, place, what);
          auto const bytes = bytes_of_nan(what);
          return ::sqlite3_bind_blob(prepared_, place, bytes.data(), int{bytes.size()},
                                     SQLITE_TRANSIENT);
        } else if constexpr (std::is_same_v<type, std::string_view>) {
          return ::sqlite3_bind_text64(prepared_, place, static_cast<char const*>(at(what)),
                                       what.size(), SQLITE_STATIC, SQLITE_UTF8);
        } else {
          return ::sqlite3_bind_blob64(prepared_, place, at(what), what.size(), SQLITE_STATIC);
        }
      },
      value));
  return *this;
}

auto sql_statement::step() -> bool {
  auto const code = ::sqlite3_step(prepared_);
  if (code == SQLITE_ROW) return true;
  require(::sqlite3_reset(prepared_));
  return false;
}

void sql_statement::run() {
  while (step()) {
  }
}

void sql_statement::reset() noexcept { ::sqlite3_reset(prepared_); }

auto sql_statement::value(int place, value_kind kind) const -> stored_value {
  switch (::sqlite3_column_type(prepared_, place)) {
    case SQLITE_INTEGER:
      return integer(place);
    case SQLITE_FLOAT:
      return ::sqlite3_column_double(prepared_, place);
    case SQLITE_TEXT:
      return text(place);
    case SQLITE_BLOB: {
      auto const bytes = blob(place);
      if (kind != value_kind::real || bytes.size() != sizeof(double)) return bytes;
      return nan_of_bytes(bytes);
    }
    default:
      return {};
  }
}

auto sql_statement::integer(int place) const -> std::int64_t {
  return ::sqlite3_column_int64(prepared_, place);
}

auto sql_statement::text(int place) const -> std::string_view {
  // As bytes: of a text SQLite makes a copy each time, with a zero at its end.
  auto const bytes = blob(place);
  return {reinterpret_cast<char const*>(bytes.data()), bytes.size()};
}

auto sql_statement::blob(int place) const -> std::span<std::byte const> {
  auto const* const begin = static_cast<std::byte const*>(::sqlite3_column_blob(prepared_, place));
  return {begin, static_cast<std::size_t>(::sqlite3_column_bytes(prepared_, place))};
}

void sql_statement::require(int code) const {
  if (code != SQLITE_OK) throw_store_error(connection_, ::sqlite3_db_filename(connection_, "main"));
}

}  // namespace dlp::detail
