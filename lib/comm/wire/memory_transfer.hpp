// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <mpi.h>

namespace dlp::detail {

/// Memory that goes to other ranks from where it is, and comes from them to where it stays: both
/// sides know how much it is, and all ranks have come.
///
/// Communicates: one message for each piece of at most `piece_limit()` bytes. What goes from one
/// rank to another arrives in the order in which it was sent.
class memory_transfer {
 public:
  /// `is_crowded`: see `channel::crowded`. Each rank waits in its own way for the same calls.
  memory_transfer(MPI_Comm comm, bool is_crowded) : comm_(comm), is_crowded_(is_crowded) {}

  memory_transfer(memory_transfer const&) = delete;
  auto operator=(memory_transfer const&) -> memory_transfer& = delete;

  /// Where it has failed, MPI is to leave the memory alone: messages are called off. Broadcasts MPI
  /// cannot call off.
  ~memory_transfer();

  /// All return at once; the memory is MPI's until `finish` has returned.
  void send(int to, std::span<std::byte const> memory);
  void receive(int from, std::span<std::byte> memory);

  /// The same from the root to all others; every rank calls it, in the same order.
  void broadcast(int root, std::span<std::byte> memory);

  /// Waits until all has gone out and come in: asleep where ranks outnumber cores.
  void finish();

 private:
  MPI_Comm comm_;
  bool is_crowded_;
  std::vector<MPI_Request> messages_;
  std::vector<MPI_Request> broadcasts_;

  void wait_for(std::vector<MPI_Request>& requests);
};

}  // namespace dlp::detail
