// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/call_state.hpp>

#include <algorithm>
#include <deque>
#include <thread>

#include <dlp/task/left_by_call.hpp>
#include <dlp/task/pool_options.hpp>

namespace dlp::detail {
namespace {

/// A thread drives its own pools alone, so each has its own.
auto due() -> std::deque<std::function<void()>>& {
  thread_local auto all = std::deque<std::function<void()>>();
  return all;
}

}  // namespace

void call_what_is_due() {
  while (!due().empty()) {
    auto const next = std::move(due().front());
    due().pop_front();
    next();
  }
}

void call_state::collect(std::vector<std::shared_ptr<task_pool>>& all) const {
  if (ready_) return;
  if (auto const pool = pool_.lock(); pool && std::ranges::find(all, pool) == all.end())
    all.push_back(pool);
  for (auto const& one : follows_) one->collect(all);
}

void submit_to(std::shared_ptr<task_pool> const& pool, bytes frame,
               std::shared_ptr<call_state> const& state, submit_options const& options) {
  state->waits_at(pool->submit(std::move(frame), state, options.priority, options.stop));
}

void call_state::drive(bool may_wait) {
  auto pools = std::vector<std::shared_ptr<task_pool>>();
  collect(pools);
  // Of several pools none may be waited for: a result may come from any.
  auto const waits_for_one = may_wait && pools.size() == 1;
  auto has_come = false;
  for (auto const& pool : pools) has_come |= pool->turn(waits_for_one);
  call_what_is_due();
  if (has_come || ready_ || !may_wait || waits_for_one) return;
  if (pools.empty()) throw usage_error("dlp: to wait for a future that nothing can make ready");
  std::this_thread::sleep_for(std::chrono::microseconds(50));
}

void call_state::wait() {
  call_what_is_due();
  while (!ready_) drive(true);
}

auto call_state::wait_until(std::chrono::steady_clock::time_point latest) -> bool {
  auto pause = std::chrono::microseconds(1);
  while (!ready_) {
    drive(false);
    if (ready_ || std::chrono::steady_clock::now() >= latest) break;
    std::this_thread::sleep_for(pause);
    pause = std::min(2 * pause, std::chrono::microseconds(200));
  }
  return ready_;
}

auto call_state::cancel() -> bool {
  if (ready_) return cancelled_;
  if (cancel_) {
    cancelled_ = true;
    cancel_();
  } else {
    auto const pool = pool_.lock();
    if (!pool || !place_ || !pool->take_out(*place_)) return false;
    cancelled_ = true;
  }
  if (!ready_) fail(std::make_exception_ptr(cancelled_error("dlp: the call was cancelled")));
  return true;
}

void call_state::when_ready(std::function<void()> what) {
  if (ready_) {
    due().push_back(std::move(what));
  } else {
    then_.push_back(std::move(what));
  }
}

void call_state::fail(std::exception_ptr why) {
  error_ = std::move(why);
  become_ready();
}

void call_state::become_ready() {
  ready_ = true;
  for (auto& one : std::exchange(then_, {})) due().push_back(std::move(one));
}

void call_state::came(index_t, std::span<std::byte const> packed) noexcept {
  try {
    read_left(packed, failure::no_index, [this](auto value) { read(value); });
  } catch (...) {
    error_ = std::current_exception();
  }
  become_ready();
}

void call_state::dropped(index_t, std::exception_ptr const& why) noexcept {
  try {
    std::rethrow_exception(why);
  } catch (cancelled_error const&) {
    cancelled_ = true;
  } catch (...) {
  }
  fail(why);
}

}  // namespace dlp::detail
