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
  /// `is_crowded`: see `channel::crowded`.
  memory_transfer(MPI_Comm comm, bool is_crowded) : comm_(comm), is_crowded_(is_crowded) {}

  /// Both return at once; the memory is MPI's until `finish` has returned.
  void send(int to, std::span<std::byte const> memory);
  void receive(int from, std::span<std::byte> memory);

  /// Waits until all has gone out and come in: asleep where ranks outnumber cores.
  void finish();

 private:
  MPI_Comm comm_;
  bool is_crowded_;
  std::vector<MPI_Request> requests_;
};

}  // namespace dlp::detail
