// SPDX-License-Identifier: BSL-1.0
#include <dispatch/progress/bottleneck.hpp>

#include <algorithm>
#include <atomic>
#include <utility>

#include <dispatch/report/sentences.hpp>

namespace dlp::detail {

bottleneck::bottleneck(observer& to, std::string const& words, int workers)
    : to_(to), words_(words), workers_(workers) {
  static auto said = std::atomic_flag();
  if (workers != 1 || !says() || said.test_and_set()) return;
  to_.says("dlp: " + one_worker_sentence());
}

void bottleneck::count(int busy) {
  if (!to_.on()) return;
  auto const since = std::exchange(counted_, clock::now());
  idle_ += (workers_ - busy) * std::chrono::duration<double>(counted_ - since).count();
}

void bottleneck::root_goes(int busy) {
  count(busy);
  is_away_ = true;
}

/// Where there is nothing left to hand out and some still compute, the others do not wait for the
/// root.
void bottleneck::root_is_back(int busy, bool has_work) {
  if (!std::exchange(is_away_, false) || !to_.on()) return;
  auto const before = counted_;
  auto const idle = idle_;
  count(busy);
  away_ += std::chrono::duration<double>(counted_ - before).count();
  if (has_work || busy == 0) idle_ = idle;
}

void bottleneck::say(double computed, int busy) {
  constexpr auto too_much = 0.2;
  constexpr auto worth_a_line = 0.1;  // seconds
  count(busy);
  auto const seconds = std::chrono::duration<double>(counted_ - begun_).count();
  auto const for_the_root = std::min(workers_ * away_, workers_ * seconds - computed - idle_);
  auto const share = for_the_root / (workers_ * seconds);
  if (!says() || seconds < worth_a_line || share < too_much) return;
  to_.says("dlp: " + words_ + ": " + slow_root_sentence(share));
}

}  // namespace dlp::detail
