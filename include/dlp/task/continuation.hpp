// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <coroutine>
#include <exception>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

#include <dlp/core/error.hpp>
#include <dlp/task/call_state.hpp>

/// @cond dlp/task/future.hpp has it
namespace dlp {
template <class R>
class future;
}
/// @endcond

namespace dlp::detail {

template <class T>
inline constexpr bool is_future = false;
template <class R>
inline constexpr bool is_future<future<R>> = true;

/// The value of what a continuation returns: of a future, its value.
template <class T>
struct value_in {
  using type = std::remove_cvref_t<T>;
};
template <class R>
struct value_in<future<R>> {
  using type = R;
};

/// What `f` returns of a value of this type; of void, of nothing.
template <class F, class Value>
struct continued {
  using type = std::invoke_result_t<F&, Value>;
};
template <class F>
struct continued<F, void> {
  using type = std::invoke_result_t<F&>;
};

template <class F, class Value>
concept continues = (std::is_void_v<Value> && std::invocable<F&>) || std::invocable<F&, Value>;

/// The type of the value that follows.
template <class F, class Value>
using continued_value = typename value_in<typename continued<F, Value>::type>::type;

/// A state is set to what becomes of another, whose value it takes.
template <class R>
void set_to(std::shared_ptr<result_state<R>> const& state,
            std::shared_ptr<result_state<R>> const& other) {
  if (other == state) throw usage_error("dlp: then: the future waits for itself");
  state->on_cancel([weak = std::weak_ptr(other)] {
    if (auto const its = weak.lock()) its->cancel();
  });
  other->when_ready([state, its = other.get()] {
    if (!state->ready()) set_by(state, [its]() -> kept<R>&& { return its->take(); });
  });
}

/// A state is set to what `make()` returns or throws; where that is a future, to what becomes of
/// it.
template <class R, class Make>
void set_by(std::shared_ptr<result_state<R>> const& state, Make&& make) {
  using result = std::invoke_result_t<Make&>;
  try {
    if constexpr (is_future<result>) {
      set_to(state, make().state());
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

/// A new state, which `on_ready(next)` sets once `state` is ready. Of a cancelled one, it is not
/// called.
template <class R, class OnReady>
auto follow(call_state& state, OnReady on_ready) -> std::shared_ptr<result_state<R>> {
  auto next = std::make_shared<result_state<R>>(state.pool());
  auto const shared = std::make_shared<OnReady>(std::move(on_ready));  // it may not be copyable
  state.when_ready([next, shared] {
    if (!next->ready()) (*shared)(next);
  });
  return next;
}

/// In a coroutine: waits for the value and takes it. It does not go on at once where the value is
/// there: those who have asked before look first, and a loop does not recurse.
template <class R>
struct awaiter {
  std::shared_ptr<result_state<R>> state;

  [[nodiscard]] auto await_ready() const noexcept -> bool { return false; }

  /// A coroutine of `dlp` tells how it is gone on with; another lives until then.
  template <class Promise>
  void await_suspend(std::coroutine_handle<Promise> waiting) {
    if constexpr (requires { waiting.promise().resumer(); })
      state->when_ready(waiting.promise().resumer());
    else
      state->when_ready([waiting] { waiting.resume(); });
  }

  auto await_resume() -> R {
    if constexpr (std::is_void_v<R>)
      static_cast<void>(state->take());
    else
      return state->take();
  }
};

}  // namespace dlp::detail
