// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <concepts>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include <dlp/core/failure.hpp>
#include <dlp/dispatch/on_error.hpp>

namespace dlp::detail {

/// The examples that failed and are to be tried again, by the policy of the loop.
class retries {
 public:
  explicit retries(error_policy const& policy) noexcept : policy_(policy) {}

  /// Books a failure at `position` for another try; false where there have been enough of them.
  auto book(index_t position, failure what) -> bool {
    if (!goes_back(policy_)) return false;
    auto& so_far = failures_[position];
    so_far.push_back(std::move(what));
    if (after(policy_, so_far.size()) != after_failure::again) return false;
    waiting_.push_back(position);
    return true;
  }

  /// Books it for another try whatever the policy says: a signal has cut it short.
  void keep(index_t position, failure what) {
    failures_[position].push_back(std::move(what));
    waiting_.push_back(position);
    cut_short_.insert(position);
  }

  /// How many those are.
  [[nodiscard]] auto cut_short() const noexcept -> index_t { return cut_short_.size(); }

  /// What was to be tried again has not been.
  void put_back(index_t position) { waiting_.push_front(position); }

  /// What `rank`, one of so many ranks in the loop, is to try again: nothing that failed there
  /// before, as long as there is a rank where it did not; and where there is none, nothing that
  /// failed there last, as long as there is another.
  auto take_for(int rank, index_t ranks, std::predicate<int> auto const& is_in_loop)
      -> std::optional<index_t> {
    auto const is_for_rank = [&](index_t position) {
      auto const& so_far = failures_.at(position);
      auto tried = std::set<int>();
      for (auto const& one : so_far) {
        if (is_in_loop(one.rank)) tried.insert(one.rank);
      }
      if (tried.size() < ranks) return !tried.contains(rank);
      return ranks == 1 || so_far.back().rank != rank;
    };
    auto const found = std::ranges::find_if(waiting_, is_for_rank);
    if (found == waiting_.end()) return std::nullopt;
    auto const position = *found;
    waiting_.erase(found);
    return position;
  }

  /// The lowest of those that wait, where any do.
  [[nodiscard]] auto lowest() const -> std::optional<index_t> {
    if (waiting_.empty()) return std::nullopt;
    return std::ranges::min(waiting_);
  }

  [[nodiscard]] auto empty() const noexcept -> bool { return waiting_.empty(); }
  [[nodiscard]] auto size() const noexcept -> index_t { return waiting_.size(); }

  /// The last failures at what will not be tried again after all, and at what was cut short where
  /// that counts.
  auto give_up(bool with_cut_short) -> std::vector<failure> {
    auto failures = std::vector<failure>();
    for (auto const position : std::exchange(waiting_, {})) {
      if (!with_cut_short && cut_short_.contains(position)) continue;
      failures.push_back(std::move(failures_.at(position).back()));
    }
    return failures;
  }

 private:
  error_policy policy_;
  std::map<index_t, std::vector<failure>> failures_;  // so far, by position
  std::deque<index_t> waiting_;
  std::set<index_t> cut_short_;
};

}  // namespace dlp::detail
