// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace dlp::detail {

/// A thread of the library's beside those of the program, which sleeps until there is work. Signals
/// are the program's own: it takes none. An exception that leaves its work ends the job.
class service_thread {
 public:
  /// `name`: what last words call it, as "a server of split_shared".
  service_thread(std::string name, std::function<void()> work);
  service_thread(service_thread const&) = delete;
  auto operator=(service_thread const&) -> service_thread& = delete;
  ~service_thread() { quit(); }

  /// There is work: it runs once more, where it runs already after that. The thread begins with the
  /// first work there is.
  void wake();

  /// Waits until all work is done; there is to be none any more.
  void quit();

 private:
  void start();
  void run() noexcept;

  std::string name_;
  std::function<void()> work_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool has_work_ = false;
  bool quits_ = false;
  std::thread thread_;
};

}  // namespace dlp::detail
