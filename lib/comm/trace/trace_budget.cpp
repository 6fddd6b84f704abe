// SPDX-License-Identifier: BSL-1.0
#include <comm/trace/trace_budget.hpp>

#include <algorithm>

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
  grain_ *= 2;
  return true;
}

}  // namespace dlp::detail
