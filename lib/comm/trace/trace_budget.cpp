// SPDX-License-Identifier: BSL-1.0
#include <comm/trace/trace_budget.hpp>

#include <algorithm>
#include <utility>

namespace dlp::detail {

auto trace_budget::allows_short(clock::time_point now) noexcept -> bool {
  if (auto const grains = (now - filled_) / grain_; grains > 0) {
    spare_ = std::min<std::int64_t>(most_at_once, spare_ + grains);
    filled_ = now;
  }
  if (spare_ == 0) return false;
  --spare_;
  return true;
}

auto trace_budget::count() noexcept -> bool {
  if (--left_ != 0) return false;
  left_ = for_each_grain;
  auto const before = std::exchange(grain_, std::min<clock::duration>(2 * grain_, longest_grain));
  return grain_ != before;
}

}  // namespace dlp::detail
