// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <chrono>
#include <concepts>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <type_traits>
#include <utility>

#include <dlp/core/error.hpp>
#include <dlp/task/call_state.hpp>
#include <dlp/task/continuation.hpp>
#include <dlp/task/pool_options.hpp>

namespace dlp {

/// The result of a call of a pool, which may be still to come: its value, or what it has thrown, as
/// the nearest standard type and as `failed_call`.
///
/// It belongs to the thread that made its pool: whoever waits for it drives the pools of that
/// thread. To destroy it neither waits nor cancels. When the pool ends it is ready at the latest.
/// What a call has thrown and nobody has asked for is said on stderr, where the pool has
/// `progress`.
template <class R>
class future {
  using shown = std::conditional_t<std::is_void_v<R>, void, std::add_lvalue_reference_t<R const>>;

 public:
  /// Of no call.
  future() noexcept = default;
  /// Of the call of another one, which is of none then.
  future(future&&) noexcept = default;
  /// The same.
  auto operator=(future&&) noexcept -> future& = default;

  /// Whether it is of a call, and nobody has taken the value.
  [[nodiscard]] auto valid() const noexcept -> bool { return state_ && !state_->taken(); }

  /// Waits for the value and takes it.
  /// Throws: what the call has thrown; cancelled_error; broken_pool; usage_error where it is of no
  /// call, in another thread, and where nothing can make it ready.
  auto get() -> R {
    auto const its = state();
    its->wait();
    if constexpr (std::is_void_v<R>)
      static_cast<void>(its->take());
    else
      return its->take();
  }

  /// Waits until it is ready.
  void wait() const { state()->wait(); }
  /// The same for so long, or until then: `std::future_status::ready` or `timeout`. With 0 it looks
  /// whether it is ready.
  template <class Rep, class Period>
  auto wait_for(std::chrono::duration<Rep, Period> time) const -> std::future_status {
    return state()->wait(time) ? std::future_status::ready : std::future_status::timeout;
  }
  /// As wait_for.
  template <class Clock, class Duration>
  auto wait_until(std::chrono::time_point<Clock, Duration> latest) const -> std::future_status {
    return state()->wait(latest) ? std::future_status::ready : std::future_status::timeout;
  }

  /// Whether `get` does not wait. It takes in what has come, and does not wait for it.
  [[nodiscard]] auto ready() const -> bool { return state()->poll(); }

  /// What the call has thrown; null where it has a value. Waits until it is ready.
  [[nodiscard]] auto error() const -> std::exception_ptr {
    auto const its = state();
    its->wait();
    return its->error();
  }

  /// Cancels the call, if it has not been handed out; of what `then` makes, the continuation.
  /// Whether it is cancelled: `get` throws a cancelled_error then.
  auto cancel() -> bool { return state()->cancel(); }
  /// Whether it was, or its pool ended before it was done.
  [[nodiscard]] auto cancelled() const -> bool { return state()->cancelled(); }

  /// The future of what `f(value)` will return, or of its value where that is a future; what the
  /// call throws, `f` does not see, and that future throws it. `f` gets the value to look at, and
  /// runs in the thread that drives the pool, while something there waits, polls or ends the pool.
  template <class F>
    requires detail::continues<F, shown>
  auto then(F f) const& {
    auto const its = state();
    return followed<detail::continued_value<F, shown>>(
        *its, [its = its.get(), f = std::move(f)](auto const& next) mutable {
          detail::set_by(next, [&]() -> decltype(auto) {
            auto const& value = its->look();
            if constexpr (std::is_void_v<R>)
              return std::invoke(f);
            else
              return std::invoke(f, value);
          });
        });
  }
  /// The same where nobody else wants the value: `f` may keep it.
  template <class F>
    requires detail::continues<F, R>
  auto then(F f) && {
    auto const its = give();
    return followed<detail::continued_value<F, R>>(
        *its, [its = its.get(), f = std::move(f)](auto const& next) mutable {
          detail::set_by(next, [&]() -> decltype(auto) {
            auto&& value = its->take();
            if constexpr (std::is_void_v<R>)
              return std::invoke(f);
            else
              return std::invoke(f, std::move(value));
          });
        });
  }
  /// Refuses what cannot be called with the value.
  template <class F>
  auto then(F) const& {
    static_assert(detail::continues<F, shown>,
                  "dlp: then: the function cannot be called with the value of this future");
    return future<void>();
  }

  /// The future of this value, or of what `f(exception)`, given a `std::exception_ptr`, returns in
  /// place of it where the call has thrown; that may be a future of it.
  template <class F>
    requires std::invocable<F&, std::exception_ptr>
  auto or_else(F f) && -> future {
    auto const its = give();
    return followed<R>(*its, [its = its.get(), f = std::move(f)](auto const& next) mutable {
      if (its->failed())
        detail::set_by(next, [&]() -> decltype(auto) { return std::invoke(f, its->error()); });
      else
        detail::set_by(next, [&]() -> decltype(auto) { return its->take(); });
    });
  }
  /// Refuses what cannot be called with an exception.
  template <class F>
  auto or_else(F) const& -> future {
    static_assert(std::invocable<F&, std::exception_ptr>,
                  "dlp: or_else: the function takes a std::exception_ptr, and the future is given "
                  "away: std::move(result).or_else(f)");
    return future();
  }

  /// In a coroutine on the root: waits for the value and takes it.
  auto operator co_await() const -> detail::awaiter<R> { return {state()}; }

  /// What it shares with who completes it; for `dlp` itself.
  explicit future(std::shared_ptr<detail::result_state<R>> state) : state_(std::move(state)) {}
  /// The same.
  [[nodiscard]] auto state() const -> std::shared_ptr<detail::result_state<R>> {
    if (!valid()) detail::refuse_to_look();
    return state_;
  }

 private:
  auto give() -> std::shared_ptr<detail::result_state<R>> {
    auto its = state();
    state_ = nullptr;
    return its;
  }

  template <class Value, class OnReady>
  static auto followed(detail::call_state& state, OnReady on_ready) -> future<Value> {
    return future<Value>(detail::follow<Value>(state, std::move(on_ready)));
  }

  std::shared_ptr<detail::result_state<R>> state_;
};

namespace detail {

/// Submits a call that returns an R, whose bytes `put(bytes)` appends.
template <class R, class Put>
[[nodiscard]] auto submit_call(std::shared_ptr<task_pool> const& pool, Put put,
                               submit_options const& options) -> future<R> {
  pool->require_open("submit");
  auto used = used_values();
  auto frame = bytes();
  put(frame);
  auto state = std::make_shared<submitted_state<R>>(pool);
  state->waits_at(
      pool->submit(std::move(frame), state, options.priority, options.stop, used.take()));
  return future<R>(std::move(state));
}

}  // namespace detail
}  // namespace dlp
