// SPDX-License-Identifier: BSL-1.0
//
// The manager's account of what its workers waited for, where a person watches.
#include <dlp/dispatch/manager.hpp>

#include <algorithm>
#include <atomic>
#include <string>
#include <utility>

namespace dlp::detail {

void manager::say_what_two_ranks_are() {
  static auto said = std::atomic_flag();
  if (workers_.size() != 2 || !meter_.on() || said.test_and_set()) return;
  meter_.say("dlp: 2 ranks are one worker, and nothing to gain: start one rank more than cores");
}

/// While the root was here.
void manager::count_idle() {
  if (!meter_.on()) return;
  auto const since = std::exchange(counted_, clock::now());
  auto const idle = static_cast<int>(workers_.size()) - 1 - busy_;
  idle_ += idle * std::chrono::duration<double>(counted_ - since).count();
}

/// Where there is nothing left to hand out and some still compute, the others do not wait for the
/// root.
void manager::come_back() {
  if (!std::exchange(is_away_, false) || !meter_.on()) return;
  auto const before = counted_;
  auto const idle = idle_;
  count_idle();
  away_ += std::chrono::duration<double>(counted_ - before).count();
  if (has_work() || busy_ == 0) idle_ = idle;
}

void manager::say_who_was_waited_for() {
  constexpr auto too_much = 0.2;
  constexpr auto worth_a_line = 0.1;  // seconds
  auto const seconds = std::chrono::duration<double>(counted_ - begun_).count();
  auto const workers = static_cast<double>(workers_.size() - 1);
  auto const for_the_root = std::min(workers * away_, workers * seconds - computed_ - idle_);
  auto const share = for_the_root / (workers * seconds);
  if (!meter_.on() || seconds < worth_a_line || share < too_much) return;
  meter_.say("dlp: " + here_.words() + ": the root is the bottleneck: the workers waited for it " +
             std::to_string(static_cast<int>(100 * share)) +
             " % of their time, while it was busy with their results; let f do more of it");
}

}  // namespace dlp::detail
