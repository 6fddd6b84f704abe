// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <exception>
#include <string>
#include <utility>

#include <dlp/core/bytes.hpp>
#include <dlp/core/failure.hpp>

namespace dlp {

/// What a call of a pool has thrown, as the root gets it: besides this it is of the nearest
/// standard type, so that `catch (std::invalid_argument const&)` finds what was one on the worker,
/// or was derived from one; what was no standard exception is a `std::runtime_error`.
class failed_call {
 public:
  /// What is known of it.
  explicit failed_call(failure what) : what_(std::move(what)) {}

  /// The rank on which it was thrown.
  [[nodiscard]] auto rank() const noexcept -> int { return what_.rank; }
  /// The machine of that rank.
  [[nodiscard]] auto host() const noexcept -> std::string const& { return what_.host; }
  /// The type of what was thrown, by its name in the program.
  [[nodiscard]] auto type() const noexcept -> std::string const& { return what_.type; }
  /// What it said, and what was nested in it.
  [[nodiscard]] auto text() const noexcept -> std::string const& { return what_.text; }
  /// All of that together, and the index in a map.
  [[nodiscard]] auto what_failed() const noexcept -> failure const& { return what_; }

 private:
  failure what_;
};

namespace detail {

/// In a handler: appends what is known of the exception, and the nearest standard type.
void append_thrown(bytes& to, int rank);

/// The exception that `append_thrown` has written, as both kinds; `index`: of an element of a map.
/// Throws: dlp::error where bytes are missing.
[[nodiscard]] auto thrown_in(byte_reader& from, index_t index) -> std::exception_ptr;

}  // namespace detail
}  // namespace dlp
