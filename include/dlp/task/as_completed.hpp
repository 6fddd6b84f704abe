// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <concepts>
#include <cstddef>
#include <deque>
#include <iterator>
#include <memory>
#include <ranges>
#include <set>
#include <utility>
#include <vector>

#include <dlp/adaptor/arrival_iterator.hpp>
#include <dlp/core/deadline.hpp>
#include <dlp/task/drive.hpp>
#include <dlp/task/future.hpp>
#include <dlp/task/future_range.hpp>

namespace dlp {

/// The futures of a range in the order in which they become ready, those first that are; each once,
/// also one that is there twice by reference. It is walked once.
template <std::ranges::view V>
  requires future_range<V>
class completed_futures {
 public:
  /// Its `++` waits for the next, and throws: timed_out at the deadline; usage_error where nothing
  /// can make one ready.
  class iterator : public detail::arrival_iterator<iterator, future<detail::result_in<V>>> {
   public:
    explicit iterator(completed_futures& of) : of_(&of) { step(); }

    /// The index of the future in its range.
    [[nodiscard]] auto index() const noexcept -> std::size_t { return of_->current_; }

   private:
    using value = future<detail::result_in<V>>;
    friend detail::arrival_iterator<iterator, value>;

    [[nodiscard]] auto place() const noexcept -> value* {
      return of_->is_at_end_ ? nullptr : of_->futures_[index()];
    }
    void step() { of_->step(); }

    completed_futures* of_;
  };

  /// What `as_completed` makes; a program calls that.
  completed_futures(V futures, deadline latest) : base_(std::move(futures)), latest_(latest) {}

  /// At the first to be ready.
  /// Throws: as `++`; usage_error where one is of no call.
  [[nodiscard]] auto begin() -> iterator {
    auto known = std::set<detail::call_state const*>();
    for (future<detail::result_in<V>>& one : base_) {
      auto const state = one.state();
      if (known.insert(state.get()).second)
        state->when_ready([to = ready_, at = futures_.size()] { to->push_back(at); });
      futures_.push_back(&one);
    }
    left_ = known.size();
    return iterator(*this);
  }
  /// Where all have been there.
  [[nodiscard]] static constexpr auto end() noexcept -> std::default_sentinel_t { return {}; }

 private:
  void step() {
    is_at_end_ = left_ == 0;
    if (is_at_end_) return;
    if (!detail::drive_until([&] { return !ready_->empty(); }, latest_))
      throw timed_out("dlp: as_completed: not all futures were ready at the deadline");
    current_ = ready_->front();
    ready_->pop_front();
    --left_;
  }

  V base_;
  deadline latest_;
  std::vector<future<detail::result_in<V>>*> futures_;
  std::shared_ptr<std::deque<std::size_t>> ready_ = std::make_shared<std::deque<std::size_t>>();
  std::size_t left_ = 0;
  std::size_t current_ = 0;
  bool is_at_end_ = false;
};

/// The futures of a range as they become ready: `for (auto& one : dlp::as_completed(futures))`.
/// With a deadline, a duration or a point of time, it throws timed_out when that is past and none
/// is ready. The futures stay in their range, which is to stay where it is.
template <std::ranges::viewable_range Range>
  requires future_range<std::views::all_t<Range>> &&
           std::convertible_to<std::ranges::range_reference_t<Range>,
                               future<detail::result_in<Range>>&>
[[nodiscard]] auto as_completed(Range&& futures, deadline latest = {})
    -> completed_futures<std::views::all_t<Range>> {
  return {std::views::all(std::forward<Range>(futures)), latest};
}

/// Refuses what is no range of futures.
template <detail::no_futures Other>
auto as_completed(Other&&, deadline = {}) -> std::vector<future<void>> {
  static_assert(future_range<Other>, "dlp: as_completed takes a range of futures");
  return {};
}

}  // namespace dlp
