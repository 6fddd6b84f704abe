// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include <dlp/core/error.hpp>

struct sqlite3;

namespace dlp::detail {

/// What a file did not do that was asked of it: no mistake of the program, but of its surroundings.
class store_error : public error {
 public:
  enum class kind {
    full,          ///< no room left
    read_only,     ///< the file, or the file system that it is on
    input_output,  ///< the disk, or the way to it
    busy,          ///< another process is at it
    damaged,       ///< it has not what was written
    other,
  };

  store_error(kind of, std::string const& text) : error(text), kind_(of) {}

  [[nodiscard]] auto of_kind() const noexcept -> kind { return kind_; }

  /// Whether the same may do later: a person can make room, or a server come back.
  [[nodiscard]] auto may_pass() const noexcept -> bool {
    return kind_ != kind::damaged && kind_ != kind::other;
  }

 private:
  kind kind_;
};

/// What is to be done about a damaged file: an end for the sentence that says so.
[[nodiscard]] auto after_damage() -> std::string;

/// What SQLite has to say about the last call: its own text, its code, and that of the system.
/// Throws: store_error.
[[noreturn]] void throw_store_error(sqlite3* connection, std::string const& path);

}  // namespace dlp::detail
