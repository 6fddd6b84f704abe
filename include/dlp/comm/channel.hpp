// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>

#include <dlp/comm/message.hpp>

namespace dlp::detail {

/// The way from a rank to the others: everything above this floor speaks through it, so that a
/// test can put a simulated one in the place of MPI.
///
/// Messages from one rank to another arrive in the order in which they were sent; nothing is said
/// of messages from different ranks.
class channel {
 public:
  channel() = default;
  channel(channel const&) = delete;
  auto operator=(channel const&) -> channel& = delete;
  virtual ~channel() = default;

  [[nodiscard]] virtual auto rank() const noexcept -> int = 0;
  [[nodiscard]] virtual auto size() const noexcept -> int = 0;

  /// Whether there are more ranks here than cores, so that who polls takes time from others.
  [[nodiscard]] virtual auto crowded() const noexcept -> bool { return false; }

  /// Takes the message and returns at once, whether or not the receiver listens.
  virtual void send(int to, message what) = 0;

  /// The next message from anyone, if one is here.
  [[nodiscard]] virtual auto try_receive() -> std::optional<message> = 0;

  /// Whether all that was sent has gone out.
  [[nodiscard]] virtual auto flushed() -> bool = 0;

  /// Gives the core away for a moment, after a poll that found nothing.
  virtual void pause() = 0;
};

}  // namespace dlp::detail
