// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <string>

#include <dispatch/progress/observer.hpp>

namespace dlp::detail {

/// What the workers of a loop waited for, where somebody listens: for work that there was not, or
/// for the root, which was busy with their results.
class bottleneck {
 public:
  /// Says so where there is one worker only.
  bottleneck(observer& to, std::string const& words, int workers);

  /// So many had something to do until now, while the root was here.
  void count(int busy);
  /// The root turns to a result, and comes back.
  void root_goes(int busy);
  void root_is_back(int busy, bool has_work);

  /// At the end: says so where the root was what they waited for. `computed`: of all workers, in
  /// seconds.
  void say(double computed, int busy);

 private:
  /// Not where there is a report, which says it all.
  [[nodiscard]] auto says() const -> bool { return to_.on() && !to_.explains(); }

  using clock = std::chrono::steady_clock;

  observer& to_;
  std::string const& words_;
  int workers_;
  clock::time_point begun_ = clock::now();
  clock::time_point counted_ = begun_;
  // How long the workers together had nothing to do, in seconds, while the root was here or had
  // nothing to give; and how long it was away.
  double idle_ = 0;
  double away_ = 0;
  bool is_away_ = false;
};

}  // namespace dlp::detail
