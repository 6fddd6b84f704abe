// SPDX-License-Identifier: BSL-1.0
#include <comm/job/service_thread.hpp>

#include <csignal>
#include <utility>

#include <pthread.h>

#include <comm/job/abort_job.hpp>
#include <dlp/core/failure.hpp>

namespace dlp::detail {

service_thread::service_thread(std::string name, std::function<void()> work)
    : name_(std::move(name)), work_(std::move(work)) {}

void service_thread::wake() {
  {
    auto const lock = std::scoped_lock(mutex_);
    has_work_ = true;
    if (!thread_.joinable()) start();
  }
  changed_.notify_one();
}

/// A thread begins with the signals blocked that are so in the one that makes it.
void service_thread::start() {
  auto all = sigset_t();
  auto before = sigset_t();
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  try {
    thread_ = std::thread([this] { run(); });
  } catch (...) {
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    throw;
  }
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void service_thread::quit() {
  if (!thread_.joinable()) return;
  {
    auto const lock = std::scoped_lock(mutex_);
    quits_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void service_thread::run() noexcept {
  try {
    auto lock = std::unique_lock(mutex_);
    while (true) {
      changed_.wait(lock, [this] { return has_work_ || quits_; });
      if (!std::exchange(has_work_, false)) return;
      lock.unlock();
      work_();
      lock.lock();
    }
  } catch (...) {
    end_job(name_ + ": " + describe_current_exception(failure::no_index, 0).text);
  }
}

}  // namespace dlp::detail
