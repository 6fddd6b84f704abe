// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include <dlp/comm/call.hpp>
#include <dlp/dispatch/fading_mean.hpp>
#include <dlp/dispatch/loop_terms.hpp>
#include <dlp/dispatch/meter.hpp>

namespace dlp::detail {

/// One result as it came from a worker; the bytes are good until the next one is asked for.
struct raw_result {
  index_t index = 0;
  std::span<std::byte const> packed;
};

/// The root's part in a managed loop: it hands out indices, counts them back in, and ends the loop
/// for all when every one of them has come back.
///
/// Communicates: to a worker, 48 bytes for each chunk and one message at the end.
class manager {
 public:
  manager(call& here, loop_terms terms, std::stop_token stop, meter_options shown);
  manager(manager const&) = delete;
  auto operator=(manager const&) -> manager& = delete;

  /// Waits for the next result, serving the workers meanwhile; none at the end of the loop, which
  /// is then over for all. A loop without results gives none, and so serves to its end.
  /// Throws: task_error with the failures of all ranks; disagreement.
  auto next_result() -> std::optional<raw_result>;

  /// Ends the loop for all before its time. Workers stop after their current example.
  void leave(std::vector<failure> const& why);

  /// Books a failure of the root's own, as of a result that it could not read.
  void fail(failure what);

 private:
  using clock = std::chrono::steady_clock;
  enum class presence { unseen, present, gone };
  struct worker_state {
    presence is = presence::unseen;
    std::deque<index_range> chunks;  // handed out, and not reported on yet
    bool hungry = false;             // stands in hungry_
    clock::time_point fed = {};      // when it was last given a chunk while it had none
  };

  void take(message what);
  void take_done(worker_state& worker, message const& what);
  void measure(worker_state const& worker, message const& what);
  void take_left(worker_state& worker, message const& what);
  void learn_size(index_t size, int from);
  void give_back(index_range rest);
  void feed(int rank);
  void feed_the_hungry();
  void stop();
  void end(std::vector<failure> const& failures);
  void check_stop();
  [[nodiscard]] auto over() const -> bool;
  [[nodiscard]] auto remaining() const -> index_t;
  [[nodiscard]] auto depth() const -> std::size_t;
  [[nodiscard]] auto cut_chunk() -> index_range;
  [[nodiscard]] auto state(int rank) -> worker_state& {
    return workers_[static_cast<std::size_t>(rank)];
  }
  [[nodiscard]] auto now() const -> standing;

  call& here_;
  loop_terms terms_;
  std::stop_token stop_;
  meter meter_;

  std::vector<worker_state> workers_;  // by rank; the root's own is gone from the start
  int unseen_;
  int gone_ = 0;
  int busy_ = 0;
  std::vector<int> hungry_;

  index_range fresh_;                 // never handed out
  std::deque<index_range> returned_;  // given back by ranks that left
  index_t seen_end_ = 0;              // one past the largest index that some rank has visited
  index_t done_ = 0;
  index_t chunks_ = 0;
  fading_mean example_seconds_;
  fading_mean round_trip_seconds_;
  bool stopping_ = false;

  std::deque<bytes> results_;  // bodies with results; of the first, `read_` bytes have been taken
  std::size_t read_ = 0;
  std::vector<failure> failures_;
};

}  // namespace dlp::detail
