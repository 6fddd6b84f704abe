// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <exception>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <span>
#include <thread>
#include <type_traits>
#include <utility>

#include <dlp/adaptor/checked_map.hpp>
#include <dlp/comm/pack.hpp>
#include <dlp/core/deadline.hpp>
#include <dlp/dispatch/task_pool.hpp>
#include <dlp/task/left_by_call.hpp>

namespace dlp::detail {

/// What is kept of what a call leaves.
template <class R>
using kept = std::conditional_t<std::is_void_v<R>, no_result, std::remove_cvref_t<R>>;

/// Throws: usage_error, for a future without a call, or whose value has been taken.
[[noreturn]] void refuse_to_look();

/// What a future and who completes it share, whatever the type of the value.
///
/// Its continuations own what they complete, and never it: they are called while it is there.
class call_state : public std::enable_shared_from_this<call_state> {
 public:
  /// `pool`: where its call is, or what it follows from; it says what nobody reads.
  explicit call_state(std::weak_ptr<task_pool> pool = {}) noexcept : pool_(std::move(pool)) {}
  call_state(call_state const&) = delete;
  auto operator=(call_state const&) -> call_state& = delete;
  virtual ~call_state();

  [[nodiscard]] auto pool() const noexcept -> std::weak_ptr<task_pool> const& { return pool_; }
  [[nodiscard]] auto ready() const noexcept -> bool { return ready_; }
  [[nodiscard]] auto failed() const noexcept -> bool { return error_ != nullptr; }
  [[nodiscard]] auto cancelled() const noexcept -> bool { return cancelled_; }
  /// Whether somebody has the value, or has been thrown the error.
  [[nodiscard]] auto taken() const noexcept -> bool { return taken_; }
  /// Why it failed, for one who deals with that.
  [[nodiscard]] auto error() noexcept -> std::exception_ptr const& {
    is_read_ = true;
    return error_;
  }

  /// Where its call waits in its pool.
  void waits_at(task_place where) noexcept { place_ = where; }
  /// What cancel does besides where it is no call of a pool, but follows from others.
  void on_cancel(std::function<void()> what) { cancel_ = std::move(what); }

  /// Drives the pools until it is ready, and calls its continuations; or until the deadline: false.
  /// Throws: usage_error in another thread, and where nothing can make it ready.
  auto wait(deadline latest = {}) -> bool;
  /// Whether it is ready after a turn that does not wait.
  auto poll() -> bool;

  /// Takes its call back where that has not been handed out. Whether it is cancelled.
  auto cancel() -> bool;

  /// Has `what` called once it is ready, soon where it is already; in the order of these calls.
  void when_ready(std::function<void()> what);

  /// It failed, as when what it follows from has; not where it is ready already.
  void fail(std::exception_ptr why);

  /// The same; it counts as cancelled where that is a cancelled_error.
  void drop(std::exception_ptr const& why);

 protected:
  void become_ready();
  /// Throws: usage_error where the value is taken; why it failed.
  void require_value();
  /// The same, and it is taken now.
  void require_value_to_take();

 private:
  void require_thread() const;
  void call_continuations();

  std::weak_ptr<task_pool> pool_;
  std::thread::id thread_ = std::this_thread::get_id();
  std::optional<task_place> place_;
  std::function<void()> cancel_;
  std::exception_ptr error_;
  std::list<std::function<void()>> then_;
  bool ready_ = false;
  bool cancelled_ = false;
  bool taken_ = false;
  bool is_read_ = false;
};

/// The same with the value.
template <class R>
class result_state : public call_state {
 public:
  using call_state::call_state;

  /// Not where it is ready already.
  void set(kept<R> value) {
    if (ready()) return;
    value_.emplace(std::move(value));
    become_ready();
  }

  /// The value, to look at or to take; it is ready.
  /// Throws: why it failed; usage_error where it is taken.
  [[nodiscard]] auto look() -> kept<R> const& {
    require_value();
    return *value_;
  }
  [[nodiscard]] auto take() -> kept<R>&& {
    require_value_to_take();
    return std::move(*value_);
  }

 private:
  std::optional<kept<R>> value_;
};

/// That of a call: it hears what becomes of it. Only such a value travels.
template <class R>
class submitted_state final : public result_state<R>, public task_listener {
 public:
  using result_state<R>::result_state;

  void came(index_t, std::span<std::byte const> packed) noexcept override {
    try {
      read_left(packed, failure::no_index, [this](std::span<std::byte const> value) {
        if constexpr (std::is_void_v<R>)
          this->set({});
        else
          this->set(unpack<kept<R>>(value, after_reading::give_back));
      });
    } catch (...) {
      this->fail(std::current_exception());
    }
  }

  void dropped(index_t, std::exception_ptr const& why) noexcept override { this->drop(why); }
};

}  // namespace dlp::detail
