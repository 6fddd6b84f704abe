// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <comm/call/call.hpp>
#include <comm/job/open_place.hpp>
#include <dispatch/ledger/ledger.hpp>
#include <dispatch/ledger/loop_terms.hpp>
#include <dispatch/managed/handed_chunks.hpp>
#include <dispatch/managed/left_out.hpp>
#include <dispatch/managed/recording.hpp>
#include <dispatch/pace/pace.hpp>
#include <dispatch/pool/task_supply.hpp>
#include <dispatch/progress/bottleneck.hpp>
#include <dispatch/progress/observer.hpp>
#include <dlp/dispatch/result_queue.hpp>

namespace dlp::detail {

/// The root's part in a managed loop: it hands out indices, counts them back in, and ends the loop
/// for all when every one of them has come back. What becomes of an index is in its ledger; here
/// are the messages, and who gets the next chunk when, and how large.
///
/// A worker has its next chunk before it is through with one. Near the end such a chunk would be
/// work that an idle rank could do: on one node what has not been begun is taken back for it; to
/// another node no chunk goes ahead of time by then.
///
/// Once a worker has come to the end of a range that did not know its size, each other one is given
/// the index that the range does not have: it finds its own end there, or that its range goes on.
///
/// In a pool there are tasks where a loop has examples: one gets its index when it is first handed
/// out, and its bytes travel with it.
///
/// Communicates: to a worker, one message for each chunk and one at the end; for a loop that goes
/// by cost, 8 bytes more for each index; for a pool the bytes of the tasks, and 8 for each.
class manager {
 public:
  /// `order`: where the loop goes by cost, the indices in the order of handing out. The manager
  /// deals in positions in this order then. `tasks`: of a pool. `kept`: where what is done is kept.
  manager(call& here, loop_terms terms, std::vector<index_t> order, std::stop_token stop,
          progress_options const& shown, task_supply* tasks = nullptr, recording* kept = nullptr);
  manager(manager const&) = delete;
  auto operator=(manager const&) -> manager& = delete;

  /// The root has looked at a range that does not know its size: whether it is empty there.
  void looked(bool finds_none) { ledger_.root_looked(here_.root(), finds_none); }

  /// Waits for the next result, serving the workers meanwhile; none at the end of the loop, which
  /// is then over for all. A loop without results gives none, and so serves to its end.
  /// Throws: task_error with the failures of all ranks; disagreement.
  auto next_result() -> std::optional<raw_result>;

  /// The next result of those that an earlier run has left; workers are served meanwhile.
  auto next_stored() -> std::optional<raw_result>;

  /// Serves the workers, and takes the next result, where one is here, or waits for it if it
  /// `may_wait`; none, then, where the loop is over. In a pool it waits until anything happens.
  auto poll(bool may_wait) -> std::optional<raw_result>;

  /// Takes in what is here, without waiting, however much has not been taken, and hands out what
  /// can be; no more than a message for each rank. Whether anything was here.
  auto pump() -> bool;

  /// Hands out what is new to workers that have nothing.
  void serve() { feed_the_hungry(); }
  /// Of a pool: sends a value to all workers, in place of what has the same number there.
  void send_value(std::uint64_t number, bytes const& packed);
  /// Of a pool: tells the workers that have a value that nobody needs it any more.
  void drop_value(std::uint64_t number);
  /// Whether all have come, nothing is left, and nobody has anything; or nothing more can be done.
  [[nodiscard]] auto over() const -> bool;
  /// Of a pool: whether nothing more is handed out.
  [[nodiscard]] auto broken() const -> bool;
  /// What has interrupted it, here or on a worker; empty where nothing but the program has.
  [[nodiscard]] auto interrupted_by() const -> std::string;
  /// What has failed, and is not left out.
  [[nodiscard]] auto failures() const noexcept -> std::vector<failure> const& {
    return ledger_.outcome().failures;
  }

  /// Where results are taken in order: whether none comes of `index`. Those before are forgotten.
  [[nodiscard]] auto passes_over(index_t index) noexcept -> bool {
    return left_out_.passes_over(index);
  }

  /// `hears` is called at each example that fails for good.
  void tell_failures_to(std::function<void(index_t)> hears) { hears_failures_ = std::move(hears); }

  /// Whether it hands out or is at a result, and how much is done. A signal's handler may ask.
  void tell_moment(loop_moment& now) const noexcept;

  /// Says something to those that listen.
  void says(std::string_view sentence) { observer_.says(sentence); }

  /// Ends the loop for all before its time. Workers stop after their current example.
  void leave(std::vector<failure> const& why);

  /// The root comes here, or goes to what is the program's, where that is noted.
  void is_back();
  void goes();
  /// Ends a pool of which nothing is under way, and reports on it.
  void finish();
  /// Books a failure of the root's own, as of a result that it could not read.
  void fail(failure what);

 private:
  using clock = std::chrono::steady_clock;
  enum class presence {
    unseen,
    present,
    silent,  // it was lost, for all that is known, and may yet speak; what it has is others' now
    gone,
  };
  struct worker_state {
    presence is = presence::unseen;
    handed_chunks chunks;
    std::size_t result_bytes = 0;  // that came since its last report
    bool hungry = false;           // stands in hungry_
    double wire_seconds = 0;       // its round trip
    std::string host;              // where the loop survives losses, as what follows
    std::size_t owed = 0;          // reports on what others have by now
    index_t rest = 0;              // that it had not begun, when last looked at
    std::pair<std::uint64_t, index_t> seen_at = {};  // chunks, and what was not begun, in a pool
    clock::duration silence = {};  // with a chunk, and in a time in which somebody listened
    bool times_due = false;        // it is to say how long its examples took
  };

  [[nodiscard]] auto look() -> std::optional<message>;
  [[nodiscard]] auto wait() -> std::optional<message>;
  void take_some();
  [[nodiscard]] auto keep() -> bool;
  void break_with_current_exception();
  void check_stop();
  void stop();
  [[nodiscard]] auto hands_out() const -> bool;
  [[nodiscard]] auto nobody_is_left() const -> bool;
  [[nodiscard]] auto nobody_will_speak() const -> bool;
  [[nodiscard]] auto is_of_pool() const -> bool { return tasks_ && !tasks_->makes_tasks(); }
  void end(loop_outcome const& how, std::uint32_t flags = 0);

  void take(message what);
  void take_in_time(worker_state& worker, message& what);
  void take_hello(worker_state& worker, message const& what);
  void take_done(worker_state& worker, message const& what);
  void learn_wire(worker_state& worker, int rank, double trip);
  void take_left(worker_state& worker, message const& what);
  void record_visits(int rank, index_range visited, double seconds);
  void take_failures_of(message const& what, std::optional<index_t> position);
  void follow(after_failure what, failure const& told, std::optional<example_time> time = {});
  void refuse_contradictions();

  // manager_times.cpp
  void take_in(message what, clock::time_point since);
  void take_times(message const& what);
  void collect_times();
  void conclude_report();
  void note_dry();

  // manager_feeding.cpp
  void feed(int rank);
  [[nodiscard]] auto has_fresh() const -> bool;
  [[nodiscard]] auto is_within_reach() const -> bool;
  [[nodiscard]] auto has_work() const -> bool;
  [[nodiscard]] auto can_feed() const -> bool;
  [[nodiscard]] auto take_fresh(int rank, index_t most) -> index_range;
  void feed_the_hungry();
  void no_longer_waits(int rank);
  void relieve();
  void hand_out(int rank, ledger::chunk what);
  void take_back(bool trifles_too);
  void take_back_from_stuck();
  [[nodiscard]] auto patience() const -> clock::duration;
  [[nodiscard]] auto looks_ahead(int rank, index_t chunk) const -> bool;
  [[nodiscard]] auto chunk_size(double wire_seconds, bool watched = false) const -> index_t;
  [[nodiscard]] auto size_of_next(worker_state const& worker) const -> index_t;
  [[nodiscard]] auto goes_by_line() const -> bool;
  [[nodiscard]] auto computing() const -> index_t;

  // manager_losses.cpp
  auto look_for_losses() -> bool;
  void look_for_silence();
  void lose(int rank, presence as);
  void settle(int rank, message const& what);
  void take_late(worker_state& worker, message const& what);
  void give_up_if_nobody_is_left();

  [[nodiscard]] auto index_at(index_t position) const -> index_t;
  [[nodiscard]] auto state(int rank) -> worker_state& {
    return workers_[static_cast<std::size_t>(rank)];
  }
  [[nodiscard]] auto state(int rank) const -> worker_state const&;
  [[nodiscard]] auto done() const noexcept -> index_t;
  [[nodiscard]] auto now() const -> standing;

  call& here_;
  loop_terms terms_;
  std::stop_token stop_;
  observer observer_;
  bool notes_times_;  // somebody wants to know of each example
  bottleneck bottleneck_;
  ledger ledger_;
  std::vector<index_t> order_;
  task_supply* tasks_;        // of a pool
  recording* recording_;      // of a loop that keeps a journal
  clock::time_point served_;  // while results of an earlier run are given

  std::string interrupted_by_;  // as a worker says

  std::vector<worker_state> workers_;  // by rank; the root's own is gone from the start
  int unseen_;
  std::vector<int> hungry_;
  std::vector<int> watched_;  // those whose chunks are in sight
  clock::time_point patience_ends_;

  pace pace_;
  bool goes_by_line_;
  index_t earlier_examples_ = 0;      // of the loop that it was measured in at first
  bool is_far_ = false;               // a worker is on another node
  clock::time_point looked_in_vain_;  // for messages, then
  double computed_ = 0;               // seconds, of all workers together
  index_t chunks_ = 0;
  index_t last_chunk_ = 0;

  clock::time_point began_;
  clock::time_point ended_;
  bool at_result_ = false;     // and not at messages
  clock::time_point went_;     // to a result, or from a pool, where that is noted
  clock::time_point ran_dry_;  // since when a worker of a pool has nothing, where that is noted

  std::uint64_t losses_seen_ = 0;
  bool has_lost_ = false;
  clock::time_point looked_;  // for ranks that are silent

  result_queue results_;
  left_out left_out_;  // where results are taken in order
  std::function<void(index_t)> hears_failures_;
};

}  // namespace dlp::detail
