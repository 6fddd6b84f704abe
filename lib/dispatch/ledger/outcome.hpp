// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <core/packed_failures.hpp>
#include <dlp/core/bytes.hpp>
#include <dlp/core/index_range.hpp>
#include <dlp/dispatch/on_error.hpp>

namespace dlp::detail {

/// What failed in a loop, as all ranks hear of it at its end.
struct loop_outcome {
  std::vector<failure> failures;  ///< they are thrown
  std::vector<failure> left_out;  ///< by the policy
  std::string interrupted = {};   ///< what ended it before its time, and what is not done

  [[nodiscard]] auto count() const noexcept -> std::size_t {
    return failures.size() + left_out.size();
  }
  [[nodiscard]] auto is_good() const noexcept -> bool {
    return count() == 0 && interrupted.empty();
  }

  /// Books a failure of the body, where the policy says.
  void add(failure what, error_policy const& policy);

  /// Puts them in the order of their examples.
  void sort();
};

/// Nothing, where nothing failed.
void append(bytes& to, loop_outcome const& what);
[[nodiscard]] auto take_outcome(byte_reader& from) -> loop_outcome;

/// What interrupts a loop of which all ranks hear at once.
inline constexpr auto by_some_rank = "a signal or its deadline";

/// What interrupted a loop, in words, after so many visits; empty where nothing did.
[[nodiscard]] auto interrupted_after(std::string const& by, index_t visits,
                                     std::optional<index_t> size) -> std::string;

/// The end of a loop on a rank: what was left out goes where the policy says, or, at the root, to
/// stderr.
/// Throws: task_error with the failures; stopped where it was interrupted.
void conclude(std::string const& words, error_policy const& policy, loop_outcome what,
              bool at_root);

}  // namespace dlp::detail
