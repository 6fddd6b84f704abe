// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <optional>

#include <comm/wire/message.hpp>

namespace dlp::detail {

/// Delivers the messages of a communicator to the calls that they belong to, of which several may
/// be open on a rank at once. Those of a call come in the order in which they have come in.
///
/// What it keeps is in flight: messages of an open call that has not asked for them yet, and of
/// calls that this rank has yet to come to. Those of a call that is over are dropped.
class router {
 public:
  /// The number of the call that begins now; the same on every rank that makes the same calls.
  auto begin_call() -> std::uint64_t;

  /// This rank asks for no more messages of it.
  void end_call(std::uint64_t call) noexcept { boxes_.erase(call); }

  /// Keeps a message for its call.
  void put(message what);

  /// The next message that is kept for a call.
  [[nodiscard]] auto take(std::uint64_t call) -> std::optional<message>;

  /// How many messages are kept.
  [[nodiscard]] auto kept() const noexcept -> std::size_t;

 private:
  std::uint64_t begun_ = 0;
  // One for each call that is open, and for each to come of which something is here.
  std::map<std::uint64_t, std::list<message>> boxes_;
};

}  // namespace dlp::detail
