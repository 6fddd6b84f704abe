// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>

#include <comm/wire/tcp.hpp>

namespace dlp::detail {

/// Where rank 0 of the world lets the other ranks in, by TCP. A stranger does not know what to say
/// there.
struct meeting_place {
  static constexpr auto most_addresses = std::size_t{16};
  tcp::address addresses[most_addresses] = {};
  std::array<std::byte, 16> secret = {};
};

/// The same on each rank; on rank 0 with the socket that listens.
struct meeting {
  int ranks = 1;
  int rank = 0;
  meeting_place where = {};
  std::optional<tcp::socket> listening = {};
};

/// A rank that has come in.
struct guest {
  int rank;
  std::string host;
  tcp::socket way;
};

/// Rank 0 listens, on this machine alone or at all its addresses, and tells the others where. Where
/// it cannot, it throws, and the others have no address.
///
/// Collective: every rank of the world. Whoever waits here sleeps.
/// Throws: dlp::error
[[nodiscard]] auto call_a_meeting(bool on_one_machine) -> meeting;

/// On rank 0: the next rank that comes in before the time is up, if it knows what to say. It has
/// been answered.
[[nodiscard]] auto let_in(meeting const& of, tcp::clock::time_point until) -> std::optional<guest>;

/// On another rank: the way to rank 0, which has answered, if it does in time. How long that may
/// take: 3 s an address that does not answer, and half a minute at one that does.
[[nodiscard]] auto come_in(meeting const& to) -> std::optional<tcp::socket>;

}  // namespace dlp::detail
