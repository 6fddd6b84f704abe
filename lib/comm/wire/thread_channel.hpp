// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <list>
#include <optional>

#include <mpi.h>

#include <comm/wire/message.hpp>
#include <dlp/core/bytes.hpp>

namespace dlp::detail {

/// Whether MPI lets several threads of a process call it at the same time.
[[nodiscard]] auto threads_may_use_mpi() -> bool;

/// A piece of bytes, and the rank that sent it.
struct parcel {
  int source = -1;
  bytes content;
};

/// One end of a second way between the ranks of a communicator, which no message of the first one
/// (`mpi_channel`) meets: so a thread of its own can receive here. One thread at a time uses an
/// end.
///
/// Communicates: one MPI message for each parcel, of less than 2 GiB. Sends are non-blocking,
/// receives are matched probes.
class thread_channel {
 public:
  /// Does not own `comm`, nor `count`, which counts what goes out and comes in.
  explicit thread_channel(MPI_Comm comm, message_count* count = nullptr)
      : comm_(comm), count_(count) {}
  thread_channel(thread_channel const&) = delete;
  auto operator=(thread_channel const&) -> thread_channel& = delete;
  ~thread_channel();

  /// Takes the parcel and returns at once.
  void send(int to, bytes content);

  /// The next parcel from anyone, if one is here.
  [[nodiscard]] auto try_receive() -> std::optional<parcel>;

  /// Whether all that was sent has gone out.
  [[nodiscard]] auto flushed() -> bool;

 private:
  struct outgoing {
    bytes content;
    MPI_Request request = MPI_REQUEST_NULL;
  };

  MPI_Comm comm_;
  message_count* count_;
  std::list<outgoing> outgoing_;
};

}  // namespace dlp::detail
