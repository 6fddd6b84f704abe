// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <limits>
#include <string>
#include <vector>

#include <dlp/core/index_range.hpp>

namespace dlp {

/// What is known of one exception in a user's code: where it was thrown, and what it said.
struct failure {
  /// Stands for "no example was being worked on".
  static constexpr auto no_index = std::numeric_limits<index_t>::max();

  index_t index = no_index;  ///< of the example
  int rank = 0;              ///< on which it was thrown
  std::string host;          ///< the machine of that rank
  std::string type;  ///< empty where the exception could only be seen passing by (a bare range-for)
  std::string text;  ///< what it said, and what was nested in it
  std::string example = {};  ///< the example itself, where it can be printed

  /// Whether all is the same.
  friend auto operator==(failure const&, failure const&) -> bool = default;
};

/// Says a failure in words: "index 3 on rank 2 (node7): std::runtime_error: no such file",
/// with the example after its index, where it is known. It is one line, whatever they have said.
[[nodiscard]] auto to_string(failure const& what) -> std::string;

namespace detail {

/// What a failure says, without where: "std::bad_alloc: no memory".
[[nodiscard]] auto error_text(failure const& what) -> std::string;

/// The name of this machine, as failures give it.
[[nodiscard]] auto host_name() -> std::string const&;

/// Type and text of the exception being handled, with those nested in it; call it in a handler.
/// Whatever it meets, as a null text, a text of 50 MB or no memory, it ends in a failure.
[[nodiscard]] auto describe_current_exception(index_t index, int rank) noexcept -> failure;

/// A failure that was only seen passing by, while the stack was unwound.
[[nodiscard]] auto unseen_failure(index_t index, int rank) -> failure;

}  // namespace detail
}  // namespace dlp
