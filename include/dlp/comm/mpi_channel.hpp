// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <list>
#include <vector>

#include <mpi.h>

#include <dlp/comm/backoff.hpp>
#include <dlp/comm/channel.hpp>

namespace dlp::detail {

/// A channel over a communicator that nobody else uses.
///
/// Communicates: a message with a body of at most 32 KiB is one MPI message of 48 bytes and the
/// body; a larger body follows its head in pieces of at most `piece_limit()` bytes, because MPI
/// counts in `int`. Sends are non-blocking, receives are matched probes.
class mpi_channel final : public channel {
 public:
  /// Does not own `comm`.
  explicit mpi_channel(MPI_Comm comm);
  ~mpi_channel() override;

  [[nodiscard]] auto rank() const noexcept -> int override { return rank_; }
  [[nodiscard]] auto size() const noexcept -> int override { return size_; }
  [[nodiscard]] auto crowded() const noexcept -> bool override { return crowded_; }
  void send(int to, message what) override;
  [[nodiscard]] auto try_receive() -> std::optional<message> override;
  [[nodiscard]] auto flushed() -> bool override;
  void pause() override { backoff_.pause(); }

 private:
  struct transfer {
    bytes frame;
    message what;
    std::vector<MPI_Request> requests;
  };

  void begin_receiving(MPI_Message& matched, MPI_Status const& status);
  void open_frame(transfer& incoming);
  auto take_first_complete() -> std::optional<message>;

  MPI_Comm comm_;
  int rank_ = 0;
  int size_ = 1;
  bool crowded_;
  backoff backoff_;
  std::list<transfer> outgoing_;
  std::list<transfer> incoming_;  // in the order of arrival, which is the order of delivery
};

/// The largest piece of a message, in bytes: 1 GiB unless a test asks for less.
[[nodiscard]] auto piece_limit() noexcept -> std::uint64_t;
void set_piece_limit(std::uint64_t bytes) noexcept;

/// Throws: boost::mpi::exception when an MPI call did not succeed.
void check_mpi(int code, char const* routine);

}  // namespace dlp::detail
