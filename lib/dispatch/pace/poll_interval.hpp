// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <chrono>

#include <dlp/core/index_range.hpp>

namespace dlp::detail {

/// How many examples to run between two looks at the messages, so that looks come some 100 us
/// apart: examples of a nanosecond must not pay for a clock, and long ones not be kept from news.
class poll_interval {
 public:
  using clock = std::chrono::steady_clock;

  /// The number of examples until the next look; call it at each look.
  [[nodiscard]] auto next(clock::time_point now) noexcept -> index_t {
    using std::chrono::microseconds;
    auto const since = now - last_;
    last_ = now;
    if (since < microseconds(50)) {
      stride_ = std::min(stride_ * 2, index_t{1} << 20);
    } else if (since > microseconds(200)) {
      stride_ = std::max<index_t>(stride_ / 2, 1);
    }
    return stride_;
  }

 private:
  clock::time_point last_ = clock::now();
  index_t stride_ = 1;
};

}  // namespace dlp::detail
