// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dispatch/progress/observer.hpp>
#include <dispatch/report/loop_facts.hpp>
#include <dispatch/report/visit_log.hpp>

namespace dlp::detail {

/// What one rank alone notes of a loop that is no range, as of a pool, for the report on it.
class lone_report {
 public:
  using time_point = visit_log::clock::time_point;

  /// `facts`: without those that follow from that there is one rank, and from when.
  lone_report(observer& to, loop_facts facts);

  void visited(index_t index, time_point begin, time_point end) { log_.add(index, 1, begin, end); }

  /// It is over: those that listen hear what was noted.
  void conclude(bool complete);

 private:
  observer& to_;
  loop_facts facts_;
  time_point arrived_ = visit_log::clock::now();
  visit_log log_{most_visits};
};

}  // namespace dlp::detail
