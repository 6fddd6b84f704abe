// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <dlp/core/failure.hpp>
#include <dlp/core/index_range.hpp>

namespace dlp {

/// An example whose body throws ends the loop: no further index is handed out, and bodies that run
/// come to their ends.
struct stop {};

/// The rest of the loop is done all the same, and the failures are thrown at its end.
struct collect {};

/// A failed example is left out of the results, and nothing is thrown for it. At the end of the
/// loop the list of what was left out is put into `*list`, on every rank that is still in the loop;
/// where there is no `list`, the root says it on stderr, unless it has left the loop.
///
/// What is not of an example is thrown all the same: what the range throws before there is one, and
/// what is done with results on the root. Examples with which ranks were lost are left out too,
/// see `survive`.
struct skip {
  std::vector<failure>* list = nullptr;  ///< where the list goes
};

/// A failed index is given again, up to so many times, and to another rank where there is one; then
/// it counts as failed, and the rest of the loop is done as with `collect`.
struct retry {
  index_t times = 1;                        ///< beside the first
  std::optional<skip> then = std::nullopt;  ///< what then counts as failed is left out
};

/// What becomes of a loop when the body throws at an example.
using error_policy = std::variant<stop, collect, retry, skip>;

namespace detail {

/// What follows when the body throws.
enum class after_failure {
  again,  ///< the example is given out once more
  go_on,  ///< the rest of the loop is done
  stop,   ///< nothing more is handed out
};

/// What the policy says once the body has failed so many times at an example.
[[nodiscard]] auto after(error_policy const& policy, index_t failures) noexcept -> after_failure;

/// Whether the first failure that counts is the end of the loop.
[[nodiscard]] auto ends_loop(error_policy const& policy) noexcept -> bool;

/// Whether it may have an example visited again, by a rank that has been past it.
[[nodiscard]] auto goes_back(error_policy const& policy) noexcept -> bool;

/// Whether the policy leaves out what failed for good, and does not throw.
[[nodiscard]] auto leaves_out(error_policy const& policy) noexcept -> bool;
/// The same of one failure: one that is of no example is not left out.
[[nodiscard]] auto leaves_out(error_policy const& policy, failure const& what) noexcept -> bool;

/// The list of what was left out of the loop in `words`, to where the policy wants it.
void report_left_out(error_policy const& policy, std::string const& words,
                     std::vector<failure> left_out, bool at_root);

/// The policy in words, as "retry{2}".
[[nodiscard]] auto to_string(error_policy const& policy) -> std::string;

}  // namespace detail
}  // namespace dlp
