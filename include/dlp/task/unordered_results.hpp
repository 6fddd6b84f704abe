// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <ranges>
#include <utility>

#include <dlp/adaptor/arrival_iterator.hpp>
#include <dlp/task/map_calls.hpp>
#include <dlp/task/pool_map.hpp>
#include <dlp/task/pool_options.hpp>

namespace dlp {
namespace detail {

/// The result of a call of a map that has come, or what it has thrown.
template <class R>
struct come_result {
  index_t index = 0;
  std::optional<kept<R>> value = {};
  std::exception_ptr failure = {};
};

/// The results of a map in the order of their arrival, as its iterator takes them.
template <class R>
struct result_source {
  std::weak_ptr<task_pool> pool = {};
  pool_map_options options = {};
  std::deque<come_result<R>> waiting = {};
  std::optional<come_result<R>> current = {};
  std::function<bool()> all_back = {};
  std::function<void()> end = {};

  /// To the next, or to none.
  /// Throws: what its call has thrown; timed_out.
  void step() {
    current.reset();
    if (auto const its = pool.lock(); its && waiting.empty())
      wait_for_map(its, options, [this] { return !waiting.empty() || all_back(); });
    if (waiting.empty()) return;
    current = std::move(waiting.front());
    waiting.pop_front();
    if (current->failure) std::rethrow_exception(std::exchange(current, {})->failure);
  }
};

template <class R, class V, class Frame>
class unordered_calls final : public map_calls<R, V, Frame> {
 public:
  unordered_calls(std::shared_ptr<result_source<R>> to, int workers, V base, Frame frame,
                  std::stop_token stop)
      : map_calls<R, V, Frame>(std::move(base), std::move(frame), std::move(stop)),
        to_(std::move(to)),
        most_(std::size_t{4} * static_cast<std::size_t>(workers)) {}

  void hurry() noexcept override { hurries_ = true; }

 private:
  void take(index_t index, kept<R> value) override {
    to_->waiting.push_back({index, std::move(value)});
  }
  void fail(index_t index, std::exception_ptr why) noexcept override {
    to_->waiting.push_back({index, {}, std::move(why)});
  }
  [[nodiscard]] auto is_full() const noexcept -> bool override {
    return !hurries_ && to_->waiting.size() >= most_;
  }

  std::shared_ptr<result_source<R>> to_;
  std::size_t most_;
  bool hurries_ = false;
};

}  // namespace detail

/// The results of `map_unordered` of a pool, on the root, in the order of their arrival; each is
/// there once. Its end, or the end of its scope, cancels the calls that have not been handed out.
template <class R>
class unordered_results {
 public:
  /// Its `++` throws what a call has thrown, when its turn has come, and another `++` goes on
  /// behind it; and timed_out at the deadline of the map.
  class iterator : public detail::arrival_iterator<iterator, detail::kept<R>> {
   public:
    explicit iterator(std::shared_ptr<detail::result_source<R>> of) : of_(std::move(of)) { step(); }

    /// The index of the element whose result this is.
    [[nodiscard]] auto index() const noexcept -> index_t { return of_->current->index; }

   private:
    friend detail::arrival_iterator<iterator, detail::kept<R>>;

    [[nodiscard]] auto place() const noexcept -> detail::kept<R>* {
      return of_->current ? &*of_->current->value : nullptr;
    }
    void step() { of_->step(); }

    std::shared_ptr<detail::result_source<R>> of_;
  };

  /// What a pool makes.
  explicit unordered_results(std::shared_ptr<detail::result_source<R>> source)
      : source_(std::move(source)) {}
  /// It can be moved, also amid its loop, and not copied.
  unordered_results(unordered_results&&) noexcept = default;
  /// The same.
  auto operator=(unordered_results&& other) noexcept -> unordered_results& {
    if (source_) source_->end();
    source_ = std::move(other.source_);
    return *this;
  }
  ~unordered_results() {
    if (source_) source_->end();
  }

  /// At the first result to arrive.
  [[nodiscard]] auto begin() -> iterator { return iterator(source_); }
  /// Where all have been taken.
  [[nodiscard]] static constexpr auto end() noexcept -> std::default_sentinel_t { return {}; }

 private:
  std::shared_ptr<detail::result_source<R>> source_;
};

namespace detail {

template <class R, class Range, class Frame>
auto map_unordered_in_pool(std::shared_ptr<task_pool> const& pool, Range&& range, Frame frame,
                           pool_map_options const& options) -> unordered_results<R> {
  using view = std::views::all_t<Range>;
  auto source = std::make_shared<result_source<R>>();
  source->pool = pool;
  source->options = options;
  auto const calls = std::make_shared<unordered_calls<R, view, Frame>>(
      source, pool->workers(), std::views::all(std::forward<Range>(range)), std::move(frame),
      options.stop);
  auto const weak = std::weak_ptr(calls);  // the source is in the calls
  source->all_back = [weak] {
    auto const its = weak.lock();
    return !its || its->all_back();
  };
  source->end = [weak] {
    if (auto const its = weak.lock()) its->end();
  };
  pool->submit(calls, options.schedule, options.priority);
  return unordered_results<R>(std::move(source));
}

}  // namespace detail
}  // namespace dlp
