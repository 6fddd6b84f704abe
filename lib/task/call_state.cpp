// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/call_state.hpp>

#include <string>

#include <dlp/core/failure.hpp>
#include <dlp/task/drive.hpp>

namespace dlp::detail {
namespace {

/// What an exception says that somebody would want to know of; none of a call that was given up.
auto complaint_in(std::exception_ptr const& thrown) -> std::string {
  try {
    std::rethrow_exception(thrown);
  } catch (cancelled_error const&) {
    return {};
  } catch (broken_pool const&) {
    return {};
  } catch (failed_call const& what) {
    return to_string(what.what_failed());
  } catch (...) {
    return describe_current_exception(failure::no_index, 0).text;
  }
}

}  // namespace

void refuse_to_look() {
  throw usage_error("dlp: a future without a call, or whose value has been taken");
}

call_state::~call_state() {
  if (!error_ || is_read_) return;
  auto const pool = pool_.lock();
  if (!pool) return;
  if (auto const what = complaint_in(error_); !what.empty())
    pool->says("dlp: nobody has asked a future what its call has thrown: " + what);
}

void call_state::require_thread() const {
  if (std::this_thread::get_id() != thread_)
    throw usage_error("dlp: to wait for a future in another thread than that of its pool");
}

void call_state::require_value() {
  if (taken_) refuse_to_look();
  if (error()) std::rethrow_exception(error_);
}

void call_state::require_value_to_take() {
  struct taking {
    bool* its;
    ~taking() { *its = true; }
  } const at_end{&taken_};
  require_value();
}

auto call_state::wait(deadline latest) -> bool {
  require_thread();
  auto const is_ready = drive_until([this] { return ready_; }, latest);
  if (is_ready) call_continuations();
  return is_ready;
}

auto call_state::poll() -> bool {
  require_thread();
  if (!ready_) drive();
  return ready_;
}

auto call_state::cancel() -> bool {
  require_thread();
  if (ready_) return cancelled_;
  if (place_) {
    auto const pool = pool_.lock();
    if (!pool || !pool->take_out(*place_)) return false;
  }
  cancelled_ = true;
  if (auto const what = std::exchange(cancel_, {})) what();
  fail(std::make_exception_ptr(cancelled_error("dlp: the call was cancelled")));
  return true;
}

void call_state::when_ready(std::function<void()> what) {
  then_.push_back(std::move(what));
  if (ready_) call_soon([its = shared_from_this()] { its->call_continuations(); }, pool_);
}

void call_state::call_continuations() {
  while (!then_.empty()) {
    auto const next = std::move(then_.front());
    then_.pop_front();
    // It may wait for those behind it.
    if (!then_.empty()) call_soon([its = shared_from_this()] { its->call_continuations(); }, pool_);
    next();
  }
}

void call_state::fail(std::exception_ptr why) {
  if (ready_) return;
  error_ = std::move(why);
  become_ready();
}

void call_state::become_ready() {
  ready_ = true;
  cancel_ = nullptr;
  if (!then_.empty()) call_soon([its = shared_from_this()] { its->call_continuations(); }, pool_);
}

void call_state::drop(std::exception_ptr const& why) {
  try {
    std::rethrow_exception(why);
  } catch (cancelled_error const&) {
    cancelled_ = true;
  } catch (...) {
  }
  fail(why);
}

}  // namespace dlp::detail
