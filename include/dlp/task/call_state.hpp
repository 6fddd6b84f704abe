// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include <dlp/adaptor/checked_map.hpp>
#include <dlp/comm/pack.hpp>
#include <dlp/dispatch/task_pool.hpp>

namespace dlp {
struct submit_options;
}

namespace dlp::detail {

/// What is kept of what a call leaves.
template <class R>
using kept = std::conditional_t<std::is_void_v<R>, no_result, std::remove_cvref_t<R>>;

/// What a future and who completes it share, whatever the type of the value.
class call_state : public task_listener, public std::enable_shared_from_this<call_state> {
 public:
  /// `pool`: that has to be driven for it to become ready; none where it follows from others.
  explicit call_state(std::weak_ptr<task_pool> pool = {}) noexcept : pool_(std::move(pool)) {}

  /// It becomes ready after this one.
  void follows(std::shared_ptr<call_state const> other) { follows_.push_back(std::move(other)); }

  [[nodiscard]] auto ready() const noexcept -> bool { return ready_; }
  [[nodiscard]] auto error() const noexcept -> std::exception_ptr const& { return error_; }

  /// Where its call waits in its pool.
  void waits_at(task_place where) noexcept { place_ = where; }

  /// Drives its pools until it is ready, or for so long.
  void wait();
  [[nodiscard]] auto wait_until(std::chrono::steady_clock::time_point latest) -> bool;

  /// One turn of its pools, which may wait.
  /// Throws: usage_error where it would wait, and there is none.
  void drive(bool may_wait);

  /// Takes its call back where that has not been handed out. Whether it is cancelled.
  auto cancel() -> bool;
  [[nodiscard]] auto cancelled() const noexcept -> bool { return cancelled_; }
  /// What cancel does where it is no call of a pool, but follows from others.
  void on_cancel(std::function<void()> what) { cancel_ = std::move(what); }

  /// Has `what` called once it is ready: at the next turn after that, where it is already.
  void when_ready(std::function<void()> what);

  /// It failed, as when what it follows from has.
  void fail(std::exception_ptr why);

  void came(index_t tag, std::span<std::byte const> packed) noexcept override;
  void dropped(index_t tag, std::exception_ptr const& why) noexcept override;

 protected:
  /// Reads what a call has left.
  virtual void read(std::span<std::byte const> packed) = 0;
  void become_ready();

 private:
  void collect(std::vector<std::shared_ptr<task_pool>>& all) const;

  std::weak_ptr<task_pool> pool_;
  std::vector<std::shared_ptr<call_state const>> follows_;
  std::optional<task_place> place_;
  std::function<void()> cancel_;
  std::exception_ptr error_;
  std::vector<std::function<void()>> then_;
  bool ready_ = false;
  bool cancelled_ = false;
};

/// Submits the call whose result completes `state`.
void submit_to(std::shared_ptr<task_pool> const& pool, bytes frame,
               std::shared_ptr<call_state> const& state, submit_options const& options);

/// Calls what is due because futures have become ready: not where they do, in the middle of a turn,
/// but after it, so that each may do all that a program may.
void call_what_is_due();

/// The same with the value.
template <class R>
class result_state final : public call_state {
 public:
  using call_state::call_state;

  void set(kept<R> value) {
    value_.emplace(std::move(value));
    become_ready();
  }
  [[nodiscard]] auto value() -> kept<R>& { return *value_; }

 private:
  void read(std::span<std::byte const> packed) override {
    if constexpr (std::is_void_v<R>)
      value_.emplace();
    else
      value_.emplace(unpack<kept<R>>(packed, after_reading::give_back));
  }

  std::optional<kept<R>> value_;
};

}  // namespace dlp::detail
