// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <list>
#include <string>
#include <vector>

#include <mpi.h>

#include <comm/loss/lost_ranks.hpp>
#include <comm/wire/backoff.hpp>
#include <comm/wire/channel.hpp>
#include <comm/wire/node.hpp>

namespace dlp::detail {

/// A channel over a communicator that nobody else uses.
///
/// Communicates: a message with a body of at most 32 KiB is one MPI message of its head and the
/// body; a larger body follows its head in pieces of at most `piece_limit()` bytes, because MPI
/// counts in `int`. Sends are non-blocking, receives are matched probes.
class mpi_channel final : public channel {
 public:
  /// Does not own `comm`, nor what is `here`: the stealable_chunks of the ranks of this node, from
  /// the beginning of its memory; nor `count`, which counts what goes out and comes in.
  explicit mpi_channel(MPI_Comm comm, node const* here = nullptr, message_count* count = nullptr);
  ~mpi_channel() override;

  [[nodiscard]] auto rank() const noexcept -> int override { return rank_; }
  [[nodiscard]] auto size() const noexcept -> int override { return size_; }
  [[nodiscard]] auto in_world(int rank) const noexcept -> int override {
    return world_ranks_[static_cast<std::size_t>(rank)];
  }
  [[nodiscard]] auto crowded() const noexcept -> bool override { return crowded_; }
  [[nodiscard]] auto stealable_chunks_of(int worker, int manager) noexcept
      -> stealable_chunk* override;

  [[nodiscard]] auto is_lost(int rank) const noexcept -> bool override;
  [[nodiscard]] auto is_dead(int rank) const noexcept -> bool override;
  [[nodiscard]] auto host_of(int rank) const -> std::string override;
  [[nodiscard]] auto losses() const noexcept -> std::uint64_t override;
  void note_silence(int rank, bool is_silent) override;

  /// The bytes that the stealable_chunks of so many ranks of one node take up: a pair for each two
  /// of them, because a rank that left the loop of one manager may be in that of another before the
  /// first has heard of it. Of more ranks than nodes have cores there are none.
  [[nodiscard]] static constexpr auto stakes_size(std::size_t ranks) noexcept -> std::size_t {
    return ranks <= 256 ? 2 * sizeof(stealable_chunk) * ranks * ranks : 0;
  }

  void send(int to, message what) override;
  [[nodiscard]] auto try_receive() -> std::optional<message> override;
  [[nodiscard]] auto flushed() -> bool override;
  [[nodiscard]] auto flushed_to(int rank) -> bool override;
  void pause() override { backoff_.pause(); }
  void expect_nothing_for(std::chrono::microseconds due) override {
    backoff_.expect_nothing_for(due);
  }

 private:
  struct transfer {
    int to = -1;
    bytes frame;
    message what;
    std::vector<MPI_Request> requests;
    bool is_broken = false;  // it has come, and not whole
  };

  using transfers = std::list<transfer>;

  void take_back_what_has_gone_out();
  auto probe() -> std::optional<message>;
  auto next_incoming() -> transfer&;
  void begin_receiving(MPI_Message& matched, int source, int count);
  void open_frame(transfer& incoming);
  void ask_for_pieces(transfer& incoming);
  auto take_first_complete() -> std::optional<message>;

  MPI_Comm comm_;
  lost_ranks& known_;
  std::vector<int> world_ranks_;  // by rank
  node const* here_;
  message_count* count_;
  int rank_ = 0;
  int size_ = 1;
  bool crowded_;
  backoff backoff_;
  transfers outgoing_;
  transfers spare_;     // that have gone out, with the memory that they hold
  transfers incoming_;  // in the order of arrival, which is the order of delivery
  transfers received_;  // the last that has been delivered, with the memory that its frame holds
};

}  // namespace dlp::detail
