// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <dispatch/report/idle_time.hpp>
#include <dispatch/report/loop_record.hpp>

namespace dlp::detail {

/// Why ranks had nothing to do, or took longer than they would have had to.
enum class cause {
  none,            ///< nothing to gain
  one_worker,      ///< 2 ranks are one worker
  late_rank,       ///< a rank came late
  late_root,       ///< the root did
  slow_rank,       ///< a rank is slower than the others
  shared_core,     ///< others have its core for a part of the time
  crowded,         ///< so it is with most of them
  slow_root,       ///< the root's body takes long
  large_results,   ///< results are large
  slow_submitter,  ///< the root of a pool gave no calls
  slow_journal,    ///< writing what is kept takes long
  slow_network,    ///< messages are long under way
  tiny_examples,   ///< an example takes less than to hand it out
  few_examples,    ///< there are too few for so many ranks
  long_example,    ///< one runs alone at the end
  large_chunks,    ///< others have more left at the end than one example
};

/// A cause, and what it took of the time of all workers together.
struct finding {
  cause is = cause::none;
  double share = 0;       ///< of the time of all workers
  int rank = 0;           ///< whose it is
  std::string host = {};  ///< its host
  double seconds = 0;     ///< how late, how long alone
  double factor = 1;      ///< how many times slower
  index_t index = 0;      ///< of the example
};

/// What the loop would have taken otherwise, in seconds.
struct replayed_loop {
  std::string how = {};  ///< the schedule
  double seconds = 0;
};
struct replayed_ranks {
  int ranks = 0;
  double seconds = 0;
};
struct replays {
  std::optional<double> used = {};  ///< the schedule that was used
  std::vector<replayed_loop> schedules = {};
  std::optional<double> known_costs = {};  ///< with the costliest first
  std::vector<replayed_ranks> ranks = {};  ///< other numbers of ranks
};

/// What is to be said of a loop that is over.
struct assessment {
  visit_sum sum;
  int workers = 0;
  double makespan = 0;
  double bound = 0;       ///< no schedule is faster on so many workers
  double efficiency = 0;  ///< of the workers' time, what they were in bodies
  idle_time idle;
  double gap = 0;                ///< between a chunk and the next, on average, while there was work
  std::vector<double> slowness;  ///< of each worker
  replays again;
  std::vector<finding> findings;  ///< what took most comes first

  /// Of the time of all workers.
  [[nodiscard]] auto share(double seconds) const -> double;
};

/// Of a record that is counted from the beginning.
[[nodiscard]] auto assess(loop_record const& record) -> assessment;

/// The same without the replays and what is found: the numbers.
[[nodiscard]] auto numbers_of(loop_record const& record) -> assessment;

/// What the loop would have taken by other schedules, with other numbers of ranks, and with known
/// costs; nothing where it did not come to its end.
[[nodiscard]] auto replays_of(loop_record const& record, assessment const& of) -> replays;

/// The reasons for what was lost, where that is worth a word.
[[nodiscard]] auto findings_in(loop_record const& record, assessment const& of)
    -> std::vector<finding>;

/// What is less of a loop's time is not worth a word.
inline constexpr auto worth_a_word = 0.05;

/// By how much the replay of the schedule that was used may miss the loop.
inline constexpr auto replay_tolerance = 0.05;

/// Whether it meets it; not where there is none.
[[nodiscard]] auto replay_meets(assessment const& of) -> bool;

}  // namespace dlp::detail
