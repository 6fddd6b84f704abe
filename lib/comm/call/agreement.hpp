// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <span>
#include <vector>

#include <comm/call/call.hpp>

namespace dlp::detail {

/// What the root gives to everyone, once all have come: a number and a body.
struct verdict {
  index_t number = 0;
  bytes body = {};
};

/// What a rank brings: a number, and a few bytes.
struct brought {
  index_t number = 0;
  std::span<std::byte const> part = {};
};

/// Whether so many bytes of each rank can come along with its hello: a small message is the
/// fastest, and the root has all of them in memory at once.
[[nodiscard]] auto comes_along(std::size_t size, int ranks) noexcept -> bool;

/// Brings every rank to the same point of the program with the same outcome.
///
/// Each rank brings a number, and bytes where they are so few that they come along; and, where its
/// own part of the call has failed, that failure. On the root `decide(all)` makes of what has been
/// brought, by rank, what every rank gets.
///
/// Where the call survives losses, the root waits for the living alone; a lost rank has brought 0
/// and nothing.
///
/// Communicates: one small message from each rank to the root and one back.
/// Collective: every rank of the context. Whoever waits here sleeps.
/// Throws: disagreement on every rank; task_error on every rank where one brought a failure or
/// `decide` threw.
auto agree_on_parts(call& here, brought const& mine, std::vector<failure> const& failures,
                    std::function<verdict(std::span<brought const>)> const& decide) -> verdict;

/// The same of numbers alone.
auto agree(call& here, index_t mine, std::vector<failure> const& failures,
           std::function<verdict(std::span<index_t const>)> const& decide) -> verdict;

/// The same where there is nothing to decide.
void agree(call& here, std::vector<failure> const& failures = {});

}  // namespace dlp::detail
