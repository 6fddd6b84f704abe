// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <concepts>
#include <coroutine>
#include <exception>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

#include <dlp/dispatch/task_pool.hpp>
#include <dlp/task/continuation.hpp>
#include <dlp/task/future.hpp>

namespace dlp {

template <class R>
class task;

namespace detail {

template <class T>
inline constexpr bool is_task = false;
template <class R>
inline constexpr bool is_task<task<R>> = true;

/// The frame of a coroutine, which is destroyed where nobody wants it any more: its task, or who
/// goes on with it just now.
class coroutine_frame {
 public:
  explicit coroutine_frame(std::coroutine_handle<> frame) noexcept : frame_(frame) {}
  coroutine_frame(coroutine_frame const&) = delete;
  auto operator=(coroutine_frame const&) -> coroutine_frame& = delete;
  ~coroutine_frame() { frame_.destroy(); }

  void resume() const { frame_.resume(); }

 private:
  std::coroutine_handle<> frame_;
};

/// What a task's coroutine does at its beginning and its end.
template <class R>
class task_promise_base {
 public:
  task_promise_base() = default;
  task_promise_base(task_promise_base const&) = delete;
  auto operator=(task_promise_base const&) -> task_promise_base& = delete;
  ~task_promise_base() {
    if (state_->ready()) return;
    state_->fail(
        std::make_exception_ptr(cancelled_error("dlp: a task was destroyed before it was done")));
  }

  [[nodiscard]] static auto initial_suspend() noexcept -> std::suspend_never { return {}; }
  [[nodiscard]] static auto final_suspend() noexcept -> std::suspend_always { return {}; }
  void unhandled_exception() { state_->fail(std::current_exception()); }

  template <class Awaited>
    requires(is_future<std::remove_cvref_t<Awaited>> || is_task<std::remove_cvref_t<Awaited>>)
  auto await_transform(Awaited&& awaited) -> Awaited&& {
    return std::forward<Awaited>(awaited);
  }
  template <class Other>
  auto await_transform(Other&&) -> std::suspend_never {
    static_assert(is_future<Other>, "dlp: a task co_awaits futures of a pool and other tasks");
    return {};
  }

  /// Goes on with the coroutine, if it is still there.
  [[nodiscard]] auto resumer() const -> std::function<void()> {
    return [weak = frame_] {
      if (auto const frame = weak.lock()) frame->resume();
    };
  }

 protected:
  [[nodiscard]] auto state() const noexcept -> std::shared_ptr<result_state<R>> const& {
    return state_;
  }
  [[nodiscard]] auto task_of(std::coroutine_handle<> here) -> task<R> {
    auto const frame = std::make_shared<coroutine_frame>(here);
    frame_ = frame;
    return task<R>(frame, state_);
  }

 private:
  std::shared_ptr<result_state<R>> state_ = std::make_shared<result_state<R>>();
  std::weak_ptr<coroutine_frame> frame_;
};

template <class R>
class task_promise : public task_promise_base<R> {
 public:
  auto get_return_object() -> task<R> {
    return this->task_of(std::coroutine_handle<task_promise>::from_promise(*this));
  }
  template <std::convertible_to<R> Value>
  void return_value(Value&& value) {
    this->state()->set(std::forward<Value>(value));
  }
};

template <>
class task_promise<void> : public task_promise_base<void> {
 public:
  auto get_return_object() -> task<void>;
  void return_void() { state()->set({}); }
};

}  // namespace detail

/// A coroutine on the root of a pool, which co_awaits futures and other tasks, and co_returns an R:
///
///   auto train(dlp::executor& pool, model m) -> dlp::task<double> {
///     auto const trained = co_await pool.submit(fit, m);
///     co_return co_await pool.submit(score, trained);
///   }
///
/// It starts at once, and goes on in the thread that drives the pools, while something there waits.
/// To destroy it before it is done destroys the coroutine where it waits; calls that it has
/// submitted go on.
template <class R>
class [[nodiscard]] task {
 public:
  /// By which the compiler makes the coroutine.
  using promise_type = detail::task_promise<R>;

  /// It can be moved, and not copied.
  task(task&&) noexcept = default;
  /// The same.
  auto operator=(task&&) noexcept -> task& = default;

  /// Drives the pools until it is done, and takes its value.
  /// Throws: what the coroutine throws; usage_error where nothing can make it go on, or the value
  /// has been taken.
  auto get() -> R { return result_.get(); }
  /// Drives the pools until it is done.
  void wait() const { result_.wait(); }
  /// Whether it is done. It takes in what has come, and does not wait.
  [[nodiscard]] auto ready() const -> bool { return result_.ready(); }

  /// In another coroutine: waits for the value and takes it.
  auto operator co_await() const& -> detail::awaiter<R> { return {result_.state()}; }
  /// The same, of one that nobody else holds.
  auto operator co_await() && {
    struct owner : detail::awaiter<R> {
      task its;
    };
    return owner{{result_.state()}, std::move(*this)};
  }

  /// For `dlp` itself.
  task(std::shared_ptr<detail::coroutine_frame> frame,
       std::shared_ptr<detail::result_state<R>> result)
      : frame_(std::move(frame)), result_(std::move(result)) {}

 private:
  std::shared_ptr<detail::coroutine_frame> frame_;
  future<R> result_;
};

inline auto detail::task_promise<void>::get_return_object() -> task<void> {
  return task_of(std::coroutine_handle<task_promise>::from_promise(*this));
}

}  // namespace dlp
