// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <dispatch/report/busy_spans.hpp>
#include <dispatch/report/loop_facts.hpp>
#include <dispatch/report/visit_log.hpp>
#include <dlp/core/index_range.hpp>

namespace dlp::detail {

/// What goes over the wire of a loop, both ways.
struct traffic {
  std::uint64_t messages = 0;
  std::uint64_t bytes = 0;
  std::uint64_t result_bytes = 0;  ///< of these, what workers report
};

/// All that a report of a managed loop is made of. Times are in seconds.
struct loop_record : loop_facts {
  std::string label = {};
  double drained = 0;   ///< the last of the range was handed out
  double trip = 0;      ///< of a message to a worker and the answer, where it had to wait for it
  double serve = 0;     ///< what the root takes for a message
  busy_spans bodies;    ///< the root was with a result, or in its own code
  busy_spans no_calls;  ///< of a pool: nothing waited, and a worker had nothing
  busy_spans journal;   ///< it wrote what is kept
  index_t chunks = 0;   ///< that were handed out
  traffic sent;
  std::vector<rank_times> of_ranks;  ///< of all workers, whether or not they visited anything

  [[nodiscard]] auto makespan() const noexcept -> double { return ended; }
};

/// The record with all times counted from when the first rank was there. Ranks of the root's host
/// have its clock. Of another it is known but for what a message takes: by its hello, or by the end
/// that it heard. `heard`: when the root heard of each of its workers first.
void count_from_the_beginning(loop_record& record, std::string const& root_host,
                              std::vector<double> const& heard);

/// Of all examples that were visited.
struct visit_sum {
  index_t examples = 0;
  double seconds = 0;
  double longest = 0;
  index_t longest_at = 0;  ///< its position, or that of its neighbours
  int longest_rank = 0;
  bool longest_is_exact = true;  ///< the position is its own

  [[nodiscard]] auto mean() const noexcept -> double {
    return examples == 0 ? 0 : seconds / static_cast<double>(examples);
  }
};
[[nodiscard]] auto sum_of(loop_record const& record) -> visit_sum;

}  // namespace dlp::detail
