// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <source_location>
#include <span>
#include <string>
#include <vector>

#include <dlp/comm/communicator.hpp>
#include <dlp/core/bytes.hpp>
#include <dlp/core/failure.hpp>

namespace dlp::detail {

/// A call that all ranks of a communicator make: what the errors call it, and between whom.
struct collective {
  std::string words;
  communicator comm;
  int root = 0;
  std::source_location where = {};
};

/// What `make()` appended to its argument, or the exception that it threw, as a failure.
struct made_bytes {
  bytes data;
  std::vector<failure> failures;

  made_bytes(communicator const& comm, std::function<void(bytes&)> const& make);
};

/// Every rank's bytes on the root, by rank; nothing elsewhere.
///
/// Communicates: an agreement on the sizes, then Boost.MPI's gatherv, or MPI_Igatherv where ranks
/// outnumber cores; above `piece_limit()` bytes in all, one message from each rank, in pieces.
/// Collective: every rank. Whoever waits for others sleeps, because the agreement comes first.
/// Throws: usage_error; disagreement; task_error on every rank where one could not make its bytes.
[[nodiscard]] auto gather_bytes(collective const& what, made_bytes mine) -> std::vector<bytes>;

/// What `make()` appends on the root, on every rank.
///
/// Communicates: an agreement, which carries up to 32 KiB itself; more by Boost.MPI's broadcast, or
/// MPI_Ibcast where ranks outnumber cores, in pieces of at most `piece_limit()` bytes. Among the
/// living, where ranks were lost before, by the agreement alone.
/// Collective: every rank. Throws: as gather_bytes.
[[nodiscard]] auto broadcast_bytes(collective const& what, std::function<void(bytes&)> const& make)
    -> bytes;

/// The same without a copy: from the memory that `send()` gives on the root to that of the same
/// size that `receive(size)` gives elsewhere.
void broadcast_in_place(collective const& what, std::function<std::span<std::byte>()> const& send,
                        std::function<std::span<std::byte>(std::uint64_t size)> const& receive);

/// Waits, asleep, until every rank has come; `failures` are what this one brings.
/// Throws: usage_error; disagreement; task_error on every rank where one brought a failure.
void meet(collective const& what, std::vector<failure> const& failures = {});

}  // namespace dlp::detail
