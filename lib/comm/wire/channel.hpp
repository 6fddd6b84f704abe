// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include <comm/wire/message.hpp>
#include <comm/wire/stealable_chunk.hpp>

namespace dlp::detail {

/// The way from a rank to the others: everything above this floor speaks through it, so that a
/// test can put a simulated one in the place of MPI.
///
/// Messages from one rank to another arrive in the order in which they were sent; nothing is said
/// of messages from different ranks. One thread at a time uses it, but for those that wait, or ask
/// how a rank is.
class channel {
 public:
  channel() = default;
  channel(channel const&) = delete;
  auto operator=(channel const&) -> channel& = delete;
  virtual ~channel() = default;

  [[nodiscard]] virtual auto rank() const noexcept -> int = 0;
  [[nodiscard]] virtual auto size() const noexcept -> int = 0;

  /// A rank as the world counts it.
  [[nodiscard]] virtual auto in_world(int rank) const noexcept -> int { return rank; }

  /// Whether there are more ranks here than cores, so that who polls takes time from others.
  [[nodiscard]] virtual auto crowded() const noexcept -> bool { return false; }

  /// The two stealable_chunks of a worker with a manager, of its chunk and of the next; null where
  /// this rank cannot see them, because one of them is on another node.
  [[nodiscard]] virtual auto stealable_chunks_of(int worker, int manager) noexcept
      -> stealable_chunk* {
    static_cast<void>(worker);
    static_cast<void>(manager);
    return nullptr;
  }

  /// Whether a rank is dead, or has been silent for so long that others do its work.
  [[nodiscard]] virtual auto is_lost(int rank) const noexcept -> bool {
    static_cast<void>(rank);
    return false;
  }
  [[nodiscard]] virtual auto is_dead(int rank) const noexcept -> bool {
    static_cast<void>(rank);
    return false;
  }

  /// The host of a rank, where that is known.
  [[nodiscard]] virtual auto host_of(int rank) const -> std::string {
    static_cast<void>(rank);
    return {};
  }

  /// It changes whenever something of the kind becomes known of any rank; at first it is 0.
  [[nodiscard]] virtual auto losses() const noexcept -> std::uint64_t { return 0; }

  /// A rank has been silent for too long, or speaks again.
  virtual void note_silence(int rank, bool is_silent) {
    static_cast<void>(rank);
    static_cast<void>(is_silent);
  }

  /// Takes the message and returns at once, whether or not the receiver listens. What is sent to
  /// the dead is dropped.
  virtual void send(int to, message what) = 0;

  /// The next message from anyone, if one is here.
  [[nodiscard]] virtual auto try_receive() -> std::optional<message> = 0;

  /// Whether all that was sent has gone out.
  [[nodiscard]] virtual auto flushed() -> bool = 0;

  /// Whether what was sent to this rank has.
  [[nodiscard]] virtual auto flushed_to(int rank) -> bool {
    static_cast<void>(rank);
    return flushed();
  }

  /// Gives the core away for a moment, after a poll that found nothing.
  virtual void pause() = 0;

  /// The next message is not likely to come for so long.
  virtual void expect_nothing_for(std::chrono::microseconds due) { static_cast<void>(due); }
};

}  // namespace dlp::detail
