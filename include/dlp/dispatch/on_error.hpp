// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <variant>

#include <dlp/core/index_range.hpp>

namespace dlp {

/// An example whose body throws ends the loop: no further index is handed out, and bodies that run
/// come to their ends.
struct stop {};

/// The rest of the loop is done all the same, and the failures are thrown at its end.
struct collect {};

/// A failed index is given again, up to so many times, and to another rank where there is one; then
/// it counts as failed, and the rest of the loop is done as with `collect`.
struct retry {
  index_t times = 1;  ///< beside the first
};

/// What becomes of a loop when the body throws at an example.
using error_policy = std::variant<stop, collect, retry>;

namespace detail {

/// The policy in words, as "retry{2}".
[[nodiscard]] auto to_string(error_policy const& policy) -> std::string;

}  // namespace detail
}  // namespace dlp
