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

/// Brings every rank to the same point of the program with the same outcome.
///
/// Each rank brings a number and, where its own part of the call has failed, that failure. On the
/// root `decide(numbers)` makes of the numbers, by rank, what every rank gets.
///
/// Where the call survives losses, the root waits for the living alone; the number of a lost rank
/// is 0.
///
/// Communicates: one small message from each rank to the root and one back.
/// Collective: every rank of the context. Whoever waits here sleeps.
/// Throws: disagreement on every rank; task_error on every rank where one brought a failure or
/// `decide` threw.
auto agree(call& here, index_t mine, std::vector<failure> const& failures,
           std::function<verdict(std::span<index_t const>)> const& decide) -> verdict;

/// The same where there is nothing to decide.
void agree(call& here, std::vector<failure> const& failures = {});

}  // namespace dlp::detail
