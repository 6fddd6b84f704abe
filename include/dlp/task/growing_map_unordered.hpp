// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <cstddef>
#include <exception>
#include <iterator>
#include <memory>
#include <optional>
#include <ranges>
#include <span>
#include <utility>
#include <vector>

#include <dlp/adaptor/arrival_iterator.hpp>
#include <dlp/adaptor/map_unordered.hpp>
#include <dlp/task/open_growing_loop.hpp>

namespace dlp {

/// The view that `map_unordered` makes of a function with a feeder: a description. Its iterator is
/// the loop, on the root; on a worker begin() is all of the loop, and what it returns is at its
/// end.
template <class F, std::ranges::view V>
class growing_map_view : public std::ranges::view_interface<growing_map_view<F, V>> {
 public:
  /// What `f` returns.
  using result = detail::item_result_of<F, V>;

  /// What `map_unordered` makes; a program calls that.
  growing_map_view(F f, V base, feeder_options options)
      : f_(std::move(f)), base_(std::move(base)), options_(std::move(options)) {}

  class iterator : public detail::arrival_iterator<iterator, result> {
   public:
    explicit iterator(growing_map_view& view)
        : loop_(detail::open_growing_loop("map_unordered", view.base_, view.f_, view.options_)) {
      view.loop_ = loop_;
      if (loop_->is_root() && !view.told_.empty()) loop_->tell(view.told_);
      step();
    }
    iterator(iterator&&) = default;
    auto operator=(iterator&&) -> iterator& = default;

    /// The index of the seed from which the item of this result has come.
    [[nodiscard]] auto index() const noexcept -> index_t { return path_.front(); }
    /// The same, and at each level which child of the one before it is.
    [[nodiscard]] auto path() const noexcept -> std::vector<index_t> const& { return path_; }

   private:
    friend detail::arrival_iterator<iterator, result>;

    [[nodiscard]] auto place() const noexcept -> result* { return value_ ? &*value_ : nullptr; }

    void step() {
      value_.reset();
      if (!loop_->is_root()) return;
      while (auto got = loop_->next_result()) {
        try {
          value_.emplace(detail::unpack<result>(std::move(got->packed)));
          path_ = std::move(got->path);
          return;
        } catch (...) {
          loop_->fail_at(got->path);
        }
      }
    }

    std::shared_ptr<detail::growing_loop> loop_;
    mutable std::optional<result> value_;
    std::vector<index_t> path_;
  };

  /// On the root: has the bodies that begin later know a value, by `more.told<T>()`, as soon as
  /// their ranks have heard of it; where the loop has not begun, all bodies know it.
  /// Communicates: one message to each worker.
  template <class T>
  void tell(T const& value) {
    told_ = detail::packed_told(value);
    if (auto const loop = loop_.lock()) loop->tell(told_);
  }

  /// At the first result to arrive. Collective: every rank of the communicator.
  [[nodiscard]] auto begin() -> iterator { return iterator(*this); }
  /// Where the loop is over.
  [[nodiscard]] static constexpr auto end() noexcept -> std::default_sentinel_t { return {}; }

 private:
  F f_;
  V base_;
  feeder_options options_;
  std::weak_ptr<detail::growing_loop> loop_;  // that runs
  bytes told_;                                // before it does
};

/// f(item, more) for each seed, and for each item that an `f` adds by `more.add(item)`, as a range
/// of results on the root, in the order of their arrival; the range is empty elsewhere. `.index()`
/// and `.path()` of its iterator say whose result it is.
///
/// Parallel: `f` runs on every rank but the root, the loop's body on the root. One rank alone calls
/// `f` and the body in turn.
/// Communicates: as `for_each` with a feeder, and the results.
/// Collective: begin() of the view, on every rank of the communicator. Leaving the loop on the root
/// ends it for all.
/// Throws: usage_error; disagreement; task_error, the same on every rank.
template <class F, class R>
  requires detail::takes_feeder<F, R>
[[nodiscard]] auto map_unordered(F f, R&& seeds, feeder_options options = {}) {
  using view = detail::range_of<R>;
  using result = detail::item_result_of<F, view>;
  static_assert(!std::is_void_v<result>,
                "dlp: the function of a map returns nothing; dlp::for_each is for that");
  if constexpr (std::is_void_v<result>) {
    return std::vector<int>();
  } else if constexpr (!detail::travels_whole<result>() ||
                       !detail::travels_whole<detail::item_of<view>>()) {
    return std::vector<result>();
  } else {
    return growing_map_view<F, view>(std::move(f), detail::as_range(std::forward<R>(seeds)),
                                     std::move(options));
  }
}

}  // namespace dlp
