// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/comm/communicator.hpp>
#include <dlp/comm/context.hpp>

namespace dlp::detail {

/// The library's own duplicate of a user's communicator, on which the user's messages, of any tag
/// and from any source, never meet the library's.
struct private_communicator {
  communicator duplicate;
  context talk;
};

/// The private communicator of `comm`: made at the first call, kept with it as an MPI attribute,
/// freed with it. One per communicator, however many loops: MPICH has some 2,000 of them.
///
/// Collective: the first call for a communicator, on all of its ranks; whoever waits there sleeps.
/// Throws: usage_error as `require_usable` does.
[[nodiscard]] auto private_of(communicator const& comm) -> private_communicator&;

/// The library's own side of `comm` for a loop that its ranks share; null where this rank runs the
/// loop alone: it is the only one, or it is in the body of another loop over `comm` already.
[[nodiscard]] auto shared_context(communicator const& comm) -> context*;

/// Whether this rank is in the body of a loop over `comm`. Communicates nothing.
[[nodiscard]] auto in_body_over(communicator const& comm) -> bool;

/// Frees the private communicator of `comm` before its time, where there is one.
void forget_private(communicator const& comm);

/// Waits until `request` is complete, with the core given away.
void wait_politely(MPI_Request& request);

}  // namespace dlp::detail
