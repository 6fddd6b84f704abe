// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dispatch/report/loop_record.hpp>

namespace dlp::detail {

/// What workers had to wait for, in seconds of all of them together.
struct idle_time {
  double start = 0;        ///< ranks that were not there yet
  double handing_out = 0;  ///< a message to the root, and the answer
  double root = 0;         ///< the root, which was in the code of the program
  double journal = 0;      ///< the root, which wrote into the journal
  double no_calls = 0;     ///< the root of a pool, which had given none
  double tail = 0;         ///< others, which had the last of the range
  double end = 0;          ///< the end of the loop, when all examples were done

  [[nodiscard]] auto all() const noexcept -> double {
    return start + handing_out + root + journal + no_calls + tail + end;
  }
};

/// Where the time of the workers went in which they were in no body. Each gap between two visits is
/// that of what the root did meanwhile.
[[nodiscard]] auto idle_time_of(loop_record const& record) -> idle_time;

/// When the last of what was visited was begun.
[[nodiscard]] auto last_begin_of(loop_record const& record) -> double;

/// When the last example was done.
[[nodiscard]] auto last_visit_of(loop_record const& record) -> double;

}  // namespace dlp::detail
