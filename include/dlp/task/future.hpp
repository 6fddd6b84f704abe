// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <chrono>
#include <coroutine>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <type_traits>
#include <utility>

#include <dlp/core/error.hpp>
#include <dlp/task/call_state.hpp>
#include <dlp/task/pool_options.hpp>

namespace dlp {

template <class R>
class future;

namespace detail {

template <class T>
inline constexpr bool is_future = false;
template <class R>
inline constexpr bool is_future<future<R>> = true;

/// What `then` calls with the value, and what that returns: of a future, its value.
template <class F, class R>
struct continuation {
  using result = std::invoke_result_t<F&, R>;
};
template <class F>
struct continuation<F, void> {
  using result = std::invoke_result_t<F&>;
};

/// The value of a future that a continuation returns, or what it returns itself.
template <class T>
struct without_future {
  using type = T;
};
template <class R>
struct without_future<future<R>> {
  using type = R;
};

/// Sets a state to what `make()` returns or throws; where that is a future, to what becomes of it.
template <class R, class Make>
void set_by(std::shared_ptr<result_state<R>> const& state, Make& make);

}  // namespace detail

/// The result of a call of a pool, which may be still to come: its value, or what it has thrown, as
/// the nearest standard type and as `failed_call`.
///
/// It belongs to the thread that made its pool: whoever waits for it drives the pool. To destroy it
/// neither waits nor cancels. When the pool ends it is ready at the latest.
template <class R>
class future {
 public:
  /// Of no call.
  future() noexcept = default;
  future(future&&) noexcept = default;
  auto operator=(future&&) noexcept -> future& = default;

  /// Whether it is of a call, and nobody has taken the value.
  [[nodiscard]] auto valid() const noexcept -> bool { return state_ != nullptr; }

  /// Waits for the value and takes it.
  /// Throws: what the call has thrown; cancelled_error; broken_pool; usage_error where it is of no
  /// call.
  auto get() -> R {
    wait();
    auto const state = std::exchange(state_, nullptr);
    if (state->error()) std::rethrow_exception(state->error());
    if constexpr (!std::is_void_v<R>) return std::move(state->value());
  }

  /// Waits until it is ready.
  void wait() const { state()->wait(); }
  /// The same for so long, or until then: `std::future_status::ready` or `timeout`. With 0 it looks
  /// whether it is ready.
  template <class Rep, class Period>
  auto wait_for(std::chrono::duration<Rep, Period> time) const -> std::future_status {
    return wait_until(std::chrono::steady_clock::now() + time);
  }
  /// As wait_for.
  template <class Clock, class Duration>
  auto wait_until(std::chrono::time_point<Clock, Duration> latest) const -> std::future_status {
    auto const left = std::chrono::ceil<std::chrono::steady_clock::duration>(latest - Clock::now());
    return state()->wait_until(std::chrono::steady_clock::now() + left)
               ? std::future_status::ready
               : std::future_status::timeout;
  }

  /// Whether `get` does not wait. It takes in what has come, and does not wait for it.
  [[nodiscard]] auto ready() const -> bool {
    if (!state()->ready()) state_->drive(false);
    return state_->ready();
  }

  /// What the call has thrown; null where it has a value. Waits until it is ready.
  [[nodiscard]] auto error() const -> std::exception_ptr {
    wait();
    return state_->error();
  }

  /// Cancels the call, if it has not been handed out. Whether it is cancelled: `get` throws a
  /// cancelled_error then.
  auto cancel() -> bool { return state()->cancel(); }
  [[nodiscard]] auto cancelled() const -> bool { return state()->cancelled(); }

  /// The future of what `f(value)` will return, or of its value where that is a future; what the
  /// call throws, `f` does not see, and that future throws it. `f` gets the value to look at, and
  /// runs in the thread that drives the pool, while something there waits.
  template <class F>
  auto then(F f) const& {
    using result = typename detail::continuation<F, shown>::result;
    return follow<result>([state = state(), f = std::move(f)]() mutable -> result {
      if (state->error()) std::rethrow_exception(state->error());
      if constexpr (std::is_void_v<R>)
        return std::invoke(f);
      else
        return std::invoke(f, std::as_const(state->value()));
    });
  }
  /// The same where nobody else wants the value: `f` may keep it.
  template <class F>
  auto then(F f) && {
    using result = typename detail::continuation<F, R>::result;
    auto next = follow<result>([state = state(), f = std::move(f)]() mutable -> result {
      if (state->error()) std::rethrow_exception(state->error());
      if constexpr (std::is_void_v<R>)
        return std::invoke(f);
      else
        return std::invoke(f, std::move(state->value()));
    });
    state_ = nullptr;
    return next;
  }

  /// The future of this value, or of what `f(exception)`, given a `std::exception_ptr`, returns in
  /// place of it where the call has thrown.
  template <class F>
  auto or_else(F f) && -> future {
    auto next = follow<R>([state = state(), f = std::move(f)]() mutable -> R {
      if (state->error()) return std::invoke(f, state->error());
      if constexpr (!std::is_void_v<R>) return std::move(state->value());
    });
    state_ = nullptr;
    return next;
  }

  /// In a coroutine on the root: waits for the value and takes it.
  auto operator co_await() && {
    struct awaiter {
      future its;

      [[nodiscard]] auto await_ready() const -> bool { return its.state()->ready(); }
      void await_suspend(std::coroutine_handle<> waiting) {
        its.state_->when_ready([waiting] { waiting.resume(); });
      }
      auto await_resume() -> R { return its.get(); }
    };
    return awaiter{std::move(*this)};
  }
  auto operator co_await() & { return std::move(*this).operator co_await(); }

  /// What it shares with who completes it; for `dlp` itself.
  explicit future(std::shared_ptr<detail::result_state<R>> state) : state_(std::move(state)) {}
  [[nodiscard]] auto state() const -> std::shared_ptr<detail::result_state<R>> const& {
    if (!state_) throw usage_error("dlp: a future without a call, or whose value has been taken");
    return state_;
  }

 private:
  using shown = std::conditional_t<std::is_void_v<R>, void, std::add_lvalue_reference_t<R const>>;

  template <class Result, class Make>
  auto follow(Make make) const {
    using value = std::remove_cvref_t<typename detail::without_future<Result>::type>;
    auto next = std::make_shared<detail::result_state<value>>();
    next->follows(state_);
    auto const shared = std::make_shared<Make>(std::move(make));  // it may not be copyable
    state_->when_ready([next, shared] {
      if (!next->ready()) detail::set_by(next, *shared);
    });
    next->on_cancel([] {});
    return future<value>(std::move(next));
  }

  std::shared_ptr<detail::result_state<R>> state_;
};

namespace detail {

/// Submits a call that returns an R.
template <class R>
[[nodiscard]] auto submit_call(std::shared_ptr<task_pool> const& pool, bytes frame,
                               submit_options const& options) -> future<R> {
  auto state = std::make_shared<result_state<R>>(pool);
  submit_to(pool, std::move(frame), state, options);
  return future<R>(std::move(state));
}

template <class R, class Make>
void set_by(std::shared_ptr<result_state<R>> const& state, Make& make) {
  using result = decltype(make());
  try {
    if constexpr (is_future<result>) {
      auto const inner = make().state();
      if (inner == state) throw usage_error("dlp: then: the future waits for itself");
      state->follows(inner);
      inner->when_ready([state, inner] {
        if (state->ready()) return;
        if (inner->error())
          state->fail(inner->error());
        else
          state->set(std::move(inner->value()));
      });
    } else if constexpr (std::is_void_v<result>) {
      make();
      state->set({});
    } else {
      state->set(make());
    }
  } catch (...) {
    state->fail(std::current_exception());
  }
}

}  // namespace detail
}  // namespace dlp
