// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include <dlp/core/failure.hpp>
#include <dlp/dispatch/on_error.hpp>

namespace dlp::detail {

/// The examples that failed and are to be tried again, by the policy of the loop.
class retries {
 public:
  explicit retries(error_policy const& policy) noexcept {
    if (auto const* const rule = std::get_if<retry>(&policy)) times_ = rule->times;
  }

  /// Books a failure at `position` for another try; false where there have been enough of them.
  auto book(index_t position, failure const& what) -> bool {
    if (times_ == 0 || attempts_[position]++ >= times_) return false;
    waiting_.push_back({position, what});
    return true;
  }

  /// What `rank` is to try again: nothing that failed on this very rank, unless it is the `last`.
  auto take_for(int rank, bool last) -> std::optional<index_t> {
    auto const found = std::ranges::find_if(
        waiting_, [&](auto const& one) { return last || one.failed.rank != rank; });
    if (found == waiting_.end()) return std::nullopt;
    auto const position = found->position;
    waiting_.erase(found);
    return position;
  }

  [[nodiscard]] auto empty() const noexcept -> bool { return waiting_.empty(); }

  /// The failures at what will not be tried again after all.
  auto give_up() -> std::vector<failure> {
    auto failures = std::vector<failure>();
    for (auto& one : std::exchange(waiting_, {})) failures.push_back(std::move(one.failed));
    return failures;
  }

 private:
  struct attempt {
    index_t position;
    failure failed;
  };
  index_t times_ = 0;
  std::map<index_t, index_t> attempts_;  // so far, by position
  std::deque<attempt> waiting_;
};

}  // namespace dlp::detail
