// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <comm/call/private_communicator.hpp>
#include <comm/job/service_thread.hpp>
#include <comm/wire/mpi_channel.hpp>
#include <comm/wire/thread_channel.hpp>
#include <dispatch/shared/block_server.hpp>
#include <dispatch/shared/visit_book.hpp>
#include <dlp/dispatch/recorder.hpp>

namespace dlp::detail {

/// What a communicator keeps for its shared loops over several nodes, and for those with a journal.
/// Every rank has one, to speak to the server of a loop; at the loop's root a thread of its own
/// runs the server, and writes the journal, so that the root's body holds up nobody. It sleeps
/// between requests, and goes on when the root has left.
///
/// Communicates: requests on a way of their own; answers among the other messages of the loop.
class block_service {
 public:
  /// `usable`: MPI lets threads use it, on every rank.
  block_service(private_communicator& own, bool usable);
  block_service(block_service const&) = delete;
  auto operator=(block_service const&) -> block_service& = delete;

  /// Waits until every loop that was opened here is over.
  ~block_service();

  [[nodiscard]] auto usable() const noexcept -> bool { return usable_; }

  /// At the root of a loop: serves it until it is over. `words` are empty where the root cannot
  /// begin.
  void open(std::uint64_t call, loop_terms terms, std::string words, progress_options const& shown);

  /// The same of a loop on one node, which has no server but for its journal.
  void open(std::uint64_t call);
  /// At the root of a loop with these words that is opened next: keeps what its ranks visit.
  void keep(std::uint64_t call, std::string loop, int root, std::unique_ptr<recorder> by);

  /// Says something to the server of a loop, in the process of its root.
  void tell(int root, block_request const& what);

  /// Whether all that was said has gone out.
  [[nodiscard]] auto flushed() -> bool { return to_servers_.flushed(); }

 private:
  void serve();
  void take_up_early();
  void hear(parcel const& one);
  void hear_visits(std::uint64_t call, parcel const& one, bytes const& report);
  void forget_book(std::uint64_t call);
  void send(std::uint64_t call, std::vector<block_server::answer> answers);
  void keep_books();
  void keep(std::uint64_t call, visit_book& book);
  [[nodiscard]] auto has_work() -> bool;

  int ranks_;
  bool usable_;
  thread_channel to_servers_;  // of this rank's own thread
  thread_channel from_nodes_;  // and those of the server's
  mpi_channel to_nodes_;
  std::vector<parcel> early_;  // for loops that the root has yet to come to

  std::mutex mutex_;
  std::map<std::uint64_t, block_server> loops_;
  std::map<std::uint64_t, visit_book> books_;
  std::uint64_t last_call_ = 0;
  bool opened_ = false;
  service_thread thread_{"a server of split_shared", [this] { serve(); }};
};

}  // namespace dlp::detail
