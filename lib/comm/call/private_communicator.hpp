// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include <comm/call/context.hpp>
#include <comm/call/leftovers.hpp>
#include <comm/wire/node.hpp>
#include <dlp/comm/communicator.hpp>

namespace dlp::detail {

/// What a rank tells the others of its node: which memory is theirs to share, and how large it is.
struct memory_notice {
  static constexpr auto longest_name = std::size_t{55};

  std::uint64_t size;
  char name[longest_name + 1];
};

/// The library's own duplicate of a user's communicator, on which the user's messages, of any tag
/// and from any source, never meet the library's.
struct private_communicator {
  explicit private_communicator(MPI_Comm own);

  communicator duplicate;
  message_count count;  ///< of all that is sent on it, but for MPI's collectives
  node here;
  std::span<std::byte>
      counters;           ///< zeroed memory of the node, for loops whose ranks share counters
  memory_notice* notice;  ///< in memory of the node
  context talk;
  std::unique_ptr<leftovers> rest;  ///< once this rank is at its end
  std::shared_ptr<void> service;    ///< what loops over several nodes share, or with journals
};

/// The bytes of `private_communicator::counters`, by the size of the communicator.
[[nodiscard]] constexpr auto counters_size(int ranks) noexcept -> std::size_t {
  return 4 * (std::size_t{4096} + 64 * static_cast<std::size_t>(ranks));
}

/// The private communicator of `comm`: made at the first call, kept with it as an MPI attribute.
/// When all ranks have freed `comm`, it is freed too: at the next call for a new communicator, the
/// next time one is freed, or at the end. One per communicator, however many loops: MPICH has some
/// 2,000 of them.
///
/// Collective: the first call for a communicator, on all of its ranks; whoever waits there sleeps.
/// Throws: usage_error as `require_usable` does.
[[nodiscard]] auto private_of(communicator const& comm) -> private_communicator&;

/// The library's own side of `comm` for a loop that its ranks share; null where this rank runs the
/// loop alone: it is the only one, or it is in the body of another loop over `comm` already.
[[nodiscard]] auto shared_context(communicator const& comm) -> context*;

/// The same for a loop of the only rank there is; null where that is in the body of another loop
/// over `comm`, or where there are others.
[[nodiscard]] auto lone_context(communicator const& comm) -> context*;

/// Whether this rank is in the body of a loop over `comm`. Communicates nothing.
[[nodiscard]] auto in_body_over(communicator const& comm) -> bool;

/// Says on every communicator but the world that this rank makes no further call there: whoever
/// waits for it finds that the ranks do not make the same call.
void say_the_end(std::string const& words);

/// Frees the world's private communicator, where there is one, and those whose own have been freed,
/// once all ranks have taken in what was still on its way to them: MPI must not go down with
/// messages under way. Of those that have not been freed it is taken in too. MPI_Finalize calls it,
/// if nobody did before.
///
/// Collective: every rank. Whoever waits here sleeps.
void close_world();

}  // namespace dlp::detail
