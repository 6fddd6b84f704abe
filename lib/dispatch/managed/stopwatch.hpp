// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>

#include <dlp/dispatch/recorder.hpp>

namespace dlp::detail {

/// The time that an example takes, from when this is made until it is asked.
class stopwatch {
 public:
  [[nodiscard]] auto time() const -> example_time {
    using seconds = std::chrono::duration<double>;
    return {seconds(start_.time_since_epoch()).count(), seconds(clock::now() - began_).count()};
  }

 private:
  using clock = std::chrono::steady_clock;
  std::chrono::system_clock::time_point start_ = std::chrono::system_clock::now();
  clock::time_point began_ = clock::now();
};

}  // namespace dlp::detail
