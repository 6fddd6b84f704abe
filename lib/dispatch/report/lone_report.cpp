// SPDX-License-Identifier: BSL-1.0
#include <dispatch/report/lone_report.hpp>

#include <utility>

namespace dlp::detail {

lone_report::lone_report(observer& to, loop_facts facts) : to_(to), facts_(std::move(facts)) {
  facts_.ranks = 1;
  facts_.root = 0;
  facts_.began = in_seconds(arrived_);
}

void lone_report::conclude(bool complete) {
  facts_.complete = complete;
  facts_.ended = in_seconds(visit_log::clock::now());
  to_.arrived(0);
  to_.told_times(log_.take(0, arrived_));
  to_.concluded(facts_);
}

}  // namespace dlp::detail
