// SPDX-License-Identifier: BSL-1.0
#include <task/cell_timer.hpp>

#include <csignal>
#include <utility>

#include <pthread.h>

namespace dlp::detail {

auto cell_timer::begin() -> std::stop_token {
  auto cell = std::stop_source();
  auto const lock = std::scoped_lock(in_use_);
  cell_ = cell;
  // Who waits for an earlier time looks again then.
  if (!std::exchange(until_, clock::now() + limit_)) changed_.notify_one();
  return cell.get_token();
}

void cell_timer::watch(std::stop_token const& ended) {
  auto all = ::sigset_t();
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_BLOCK, &all, nullptr);  // signals are the program's
  auto lock = std::unique_lock(in_use_);
  while (!ended.stop_requested()) {
    if (!until_) {
      changed_.wait(lock, ended, [this] { return until_.has_value(); });
    } else if (auto const until = *until_; clock::now() < until) {
      changed_.wait_until(lock, ended, until, [] { return false; });
    } else {
      until_.reset();
      auto cell = cell_;
      lock.unlock();  // the body may have it call something
      cell.request_stop();
      lock.lock();
    }
  }
}

}  // namespace dlp::detail
