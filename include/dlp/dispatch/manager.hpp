// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include <dlp/comm/call.hpp>
#include <dlp/dispatch/loop_terms.hpp>
#include <dlp/dispatch/losses.hpp>
#include <dlp/dispatch/meter.hpp>
#include <dlp/dispatch/pace.hpp>
#include <dlp/dispatch/result_queue.hpp>
#include <dlp/dispatch/retries.hpp>
#include <dlp/dispatch/supply.hpp>

namespace dlp::detail {

/// The root's part in a managed loop: it hands out indices, counts them back in, and ends the loop
/// for all when every one of them has come back.
///
/// A worker has its next chunk before it is through with one. Near the end such a chunk would be
/// work that an idle rank could do: on one node what has not been begun is taken back for it; to
/// another node no chunk goes ahead of time by then.
///
/// Once a worker has come to the end of a range that did not know its size, each other one is given
/// the index that the range does not have: it finds its own end there, or that its range goes on.
///
/// Communicates: to a worker, one message for each chunk and one at the end; for a loop that
/// goes by cost, 8 bytes more for each index.
class manager {
 public:
  /// `order`: where the loop goes by cost, the indices in the order of handing out. The manager
  /// deals in positions in this order then.
  manager(call& here, loop_terms terms, std::vector<index_t> order, std::stop_token stop,
          meter_options shown);
  manager(manager const&) = delete;
  auto operator=(manager const&) -> manager& = delete;

  /// The root has looked at a range that does not know its size: whether it is empty there.
  void looked(bool finds_none) { root_finds_none_ = finds_none; }

  /// Waits for the next result, serving the workers meanwhile; none at the end of the loop, which
  /// is then over for all. A loop without results gives none, and so serves to its end.
  /// Throws: task_error with the failures of all ranks; disagreement.
  auto next_result() -> std::optional<raw_result>;

  /// Ends the loop for all before its time. Workers stop after their current example.
  void leave(std::vector<failure> const& why);

  /// Books a failure: of the root's own, as of a result that it could not read, or of the example
  /// at `position`.
  void fail(failure what, std::optional<index_t> position = {});

 private:
  using clock = std::chrono::steady_clock;
  enum class presence {
    unseen,
    present,
    silent,  // it was lost, for all that is known, and may yet speak; what it has is others' now
    gone,
  };
  enum class kind {
    fresh,
    failed,
    suspect,  // a lost rank had it
    probe,    // the index where another rank's range ends; nobody is to visit it
  };
  struct chunk_state {
    index_range range;
    kind is = kind::fresh;
    stake* on = nullptr;                          // where to take back what is not begun
    std::optional<clock::time_point> asked = {};  // when it was sent to a worker that had none
  };
  struct worker_state {
    presence is = presence::unseen;
    stake* stakes = nullptr;
    std::deque<chunk_state> chunks;  // handed out, and not reported on yet
    std::uint64_t handed = 0;        // chunks in all
    std::size_t result_bytes = 0;    // that came since its last report
    bool hungry = false;             // stands in hungry_
    bool told_end = false;           // of a range without a size it has said where that ends
    std::string host;                // where the loop survives losses, as what follows
    std::vector<index_t> settled;    // of its first chunk: positions that it has reported on
    index_t rest = 0;                // of its stakes, when last looked at
    clock::duration silence = {};    // with a chunk, and in a time in which somebody listened
  };

  [[nodiscard]] auto wait() -> std::optional<message>;
  void check_stop();
  void stop();
  [[nodiscard]] auto over() const -> bool;
  void end(std::vector<failure> const& failures);

  void take(message what);
  void take_in_time(worker_state& worker, message& what);
  void take_hello(worker_state& worker, message const& what);
  void take_done(worker_state& worker, message const& what);
  void measure(worker_state& worker, message const& what);
  void take_left(worker_state& worker, message const& what);
  void take_failures_of(message const& what, std::optional<index_t> position);
  void give_back(chunk_state const& rest);
  void learn_size(index_t size, int from);
  void compare_with_size(int from);
  void compare_with_root(bool finds_none, int from);

  // manager_feeding.cpp
  void feed(int rank);
  void feed_the_hungry();
  void relieve();
  void hand_out(int rank, index_range range, kind is);
  void take_back(bool trifles_too);
  [[nodiscard]] auto take_again(int rank) -> std::optional<index_t>;
  [[nodiscard]] static auto movable(worker_state const& worker, chunk_state const& chunk)
      -> index_t;
  [[nodiscard]] auto patience() const -> clock::duration;
  [[nodiscard]] auto is_to_find_its_end(worker_state const& worker) const -> bool;
  [[nodiscard]] auto looks_ahead(worker_state const& worker, index_t chunk) const -> bool;
  [[nodiscard]] auto chunk_size() const -> index_t;
  [[nodiscard]] auto computing() const -> index_t;

  // manager_losses.cpp
  void look_for_losses();
  void look_for_silence();
  void lose(int rank, presence as);
  void forfeit(int rank);
  void settle(worker_state& worker, message const& what);
  void take_late(worker_state& worker, message const& what);
  void give_up_if_nobody_is_left();
  [[nodiscard]] auto unsettled(worker_state const& worker, index_range had)
      -> std::vector<index_range>;

  // manager_delays.cpp
  void say_what_two_ranks_are();
  void count_idle();
  void come_back();
  void say_who_was_waited_for();

  [[nodiscard]] auto index_at(index_t position) const -> index_t {
    return order_.empty() ? position : order_[position];
  }
  [[nodiscard]] auto is_beyond_the_end(index_t position) const -> bool {
    return supply_.size() && position >= *supply_.size();
  }
  [[nodiscard]] auto has_work() const -> bool {
    return supply_.remaining() != 0 || !retries_.empty() || !losses_.empty();
  }
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
  std::vector<int> staked_;  // those whose stakes are in sight
  clock::time_point patience_ends_;

  supply supply_;
  std::vector<index_t> order_;
  pace pace_;
  std::optional<bool> root_finds_none_;
  index_t seen_end_ = 0;  // one past the largest index that some rank has visited
  index_t done_ = 0;
  double computed_ = 0;  // seconds, of all workers together
  index_t chunks_ = 0;
  index_t last_chunk_ = 0;
  bool stopping_ = false;

  retries retries_;
  losses losses_;
  std::uint64_t losses_seen_ = 0;
  bool has_lost_ = false;
  clock::time_point looked_;  // for ranks that are silent

  // How long the workers together had nothing to do, in seconds, while the root was here or had
  // nothing to give; and how long it was away, with what it had been given as a result.
  clock::time_point begun_;
  clock::time_point counted_;
  double idle_ = 0;
  double away_ = 0;
  bool is_away_ = false;

  result_queue results_;
  std::vector<failure> failures_;
};

}  // namespace dlp::detail
