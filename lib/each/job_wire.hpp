// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include <dlp/comm/communicator.hpp>
#include <each/halt_rule.hpp>

namespace dlp::detail {

/// What ranks say to each other while a job runs: to the root comes its output, from the root that
/// it is not wanted any more. The calls of the pool know nothing of that.
///
/// A worker has one piece of output under way, which the root answers: so a root that prints slowly
/// holds the job up, and neither of them its memory.
class job_wire {
 public:
  explicit job_wire(communicator ranks) : ranks_(std::move(ranks)) {}

  // On a worker.

  /// Sends what a job has written to stream 1 or 2, and waits, asleep, until the root has it.
  void send(std::uint64_t job, int stream, std::string_view text);

  /// The most that the root has demanded so far.
  auto heard() -> demand;

  // On the root.

  /// Calls `f(job, rank, stream, text)` with a piece that has come. Whether one has.
  auto take(std::function<void(std::uint64_t, int, int, std::string_view)> const& f) -> bool;

  /// Says to all workers what is still to be done.
  void tell(demand what);

  // On all.

  /// The root says that this was the last, and the others wait for that, asleep, so that nothing
  /// stays unread.
  void close();

 private:
  void send_to_all(int what);

  communicator ranks_;
  demand heard_ = demand::all;
  bool has_heard_end_ = false;
};

}  // namespace dlp::detail
