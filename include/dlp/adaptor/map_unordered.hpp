// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <ranges>
#include <utility>
#include <vector>

#include <dlp/adaptor/arrival_iterator.hpp>
#include <dlp/adaptor/open_loop.hpp>
#include <dlp/adaptor/run_map.hpp>

namespace dlp {

/// The view that `map_unordered` makes: a description, as `split_view` is one. Its iterator is the
/// loop, on the root; on a worker begin() is all of the loop, and what it returns is at its end.
template <class F, std::ranges::view V>
  requires std::ranges::input_range<V>
class map_unordered_view : public std::ranges::view_interface<map_unordered_view<F, V>> {
 public:
  /// What `f` returns.
  using result = detail::map_result<F, V>;

  /// What `map_unordered` makes; a program calls that.
  map_unordered_view(F f, V base, managed_options options)
      : f_(std::move(f)), base_(std::move(base)), options_(std::move(options)) {}

  class iterator : public detail::arrival_iterator<iterator, result> {
   public:
    explicit iterator(map_unordered_view& view) : view_(&view), loop_(view.open()) {
      walked_.emplace(view.base_, loop_->to_compare());
      detail::say_whether_empty(*loop_, view.base_);
      if (!loop_->alone() && !loop_->manages()) {
        walked_->unless_refused(
            [&] { detail::work_through(*loop_, view.base_, view.f_, *walked_); });
      }
      step();
    }
    iterator(iterator&&) = default;
    auto operator=(iterator&&) -> iterator& = default;

    /// The index of the example whose result this is.
    [[nodiscard]] auto index() const noexcept -> index_t { return index_; }

   private:
    friend detail::arrival_iterator<iterator, result>;

    [[nodiscard]] auto place() const noexcept -> result* { return value_ ? &*value_ : nullptr; }

    void step() {
      value_.reset();
      if (replays_) replay();
      if (value_) return;
      if (loop_->alone()) {
        step_alone();
      } else if (loop_->manages()) {
        walked_->unless_refused([this] { step_with_workers(); });
      }
      if (!value_) walked_->compare();
    }

    void replay() {
      auto const index = detail::take_stored<F, V>(*loop_, value_);
      if (index) index_ = *index;
      replays_ = static_cast<bool>(value_);
    }

    void step_alone() {
      while (loop_->next()) {
        index_ = loop_->index();
        if (!detail::call_alone(*loop_, cursor_, view_->base_, view_->f_, value_)) continue;
        if (detail::kept_alone(*loop_, *value_)) return;
        value_.reset();
      }
    }

    void step_with_workers() {
      while (auto const raw = loop_->next_result()) {
        try {
          value_.emplace_with([&] {
            return detail::unpack<result>(raw->packed, detail::after_reading::give_back);
          });
          index_ = raw->index;
          return;
        } catch (...) {
          loop_->fail(detail::describe_current_exception(raw->index, loop_->rank()));
        }
      }
    }

    map_unordered_view* view_;
    std::optional<detail::walked_range<V>> walked_;  // made after the loop, and destroyed after it
    std::unique_ptr<detail::managed_loop> loop_;
    std::optional<detail::index_cursor<V>> cursor_;  // of a loop that one rank runs alone
    mutable detail::result_slot<F, V> value_;
    index_t index_ = 0;
    bool replays_ = true;  // what an earlier run has left
  };

  /// At the first result to arrive. Collective: every rank of the communicator.
  [[nodiscard]] auto begin() -> iterator { return iterator(*this); }
  /// Where the loop is over.
  [[nodiscard]] static constexpr auto end() noexcept -> std::default_sentinel_t { return {}; }

 private:
  auto open() {
    return detail::open_loop(base_, options_,
                             {.name = "map_unordered", .result = detail::type_name<result>()});
  }

  F f_;
  V base_;
  managed_options options_;
};

/// f(example) for every example, as a range of results on the root, in the order of their arrival;
/// the range is empty elsewhere. `.index()` of its iterator says whose result it is.
///
/// Parallel: `f` runs on every rank but the root, the loop's body on the root; workers have their
/// next chunk while it runs. One rank alone calls `f` and the body in turn.
/// Communicates: one message to a worker for each chunk, and the results back, small ones together;
/// never an example. A worker is never more than two chunks ahead of the root, each with 128 KiB of
/// results or one result: a slow root slows its workers down, and does not fill its memory.
/// Collective: begin() of the view, on every rank of the communicator. Leaving the loop on the root
/// ends it for all: workers stop after their current example, and nobody waits for them.
/// Throws: usage_error; disagreement; task_error, the same on every rank.
template <class F, class R>
  requires(!detail::takes_feeder<F, R>)
[[nodiscard]] auto map_unordered(F f, R&& range, managed_options options = {}) {
  using checked = detail::checked_map<F, R>;
  if constexpr (checked::swapped) {
    return map_unordered(std::forward<R>(range), std::move(f), std::move(options));
  } else if constexpr (!checked::right) {
    return map_unordered(detail::stand_in(), detail::as_range(std::forward<R>(range)));
  } else if constexpr (!detail::travels_whole<typename checked::result>()) {
    return std::vector<typename checked::result>();
  } else {
    return map_unordered_view<F, detail::range_of<R>>(
        std::move(f), detail::as_range(std::forward<R>(range)), std::move(options));
  }
}

}  // namespace dlp
