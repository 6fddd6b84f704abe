// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <source_location>
#include <span>
#include <string>
#include <vector>

#include <dlp/comm/communicator.hpp>
#include <dlp/core/bytes.hpp>
#include <dlp/core/failure.hpp>
#include <dlp/core/index_range.hpp>

namespace dlp::detail {

class call;
struct private_communicator;
enum class on_loss;

/// A call that all ranks of a communicator make: what the errors call it, and between whom.
struct collective {
  std::string words;
  communicator comm;
  int root = 0;
  std::source_location where = {};
  std::vector<failure> failures = {};  ///< what has failed on this rank already
  bool constructs = false;             ///< room for values is made by code that can throw
};

/// The call itself, which every rank then makes.
/// Throws: usage_error where the root is no rank.
[[nodiscard]] auto open(collective const& what, private_communicator& own, on_loss then) -> call;

/// What `make()` appended to its argument, or the exception that it threw, as a failure.
struct made_bytes {
  bytes data;
  std::vector<failure> failures;

  made_bytes(communicator const& comm, std::function<void(bytes&)> const& make);
};

/// Memory for the parts of all ranks, by rank; and what makes it for parts of these sizes, and puts
/// the part of this rank itself there.
using room = std::vector<std::span<std::byte>>;
using room_maker = std::function<room(std::span<index_t const> sizes)>;

/// Brings every rank's bytes to the root, from the memory where they are to that which `make_room`
/// gives there.
///
/// Communicates: an agreement on the sizes, with which up to 4 KiB come along; larger parts in one
/// message each, in pieces of at most `piece_limit()` bytes.
/// Collective: every rank. Whoever waits for others sleeps, because the agreement comes first.
/// Throws: usage_error; disagreement; task_error on every rank where one brings failures, or the
/// root cannot make room.
void gather_in_place(collective const& what, std::span<std::byte const> mine,
                     room_maker const& make_room);

/// The same from every rank to every rank.
///
/// Communicates: an agreement, which carries up to 32 KiB itself. Else a second one, that all have
/// room; then parts of about one size from rank to rank in a ring, others each by a broadcast, and
/// those that came along by one of all. Throws: task_error too where another rank has no room.
void all_gather_in_place(collective const& what, std::span<std::byte const> mine,
                         room_maker const& make_room);

/// Every rank's bytes by rank, on the root, or by all_gather_in_place on every rank; nothing
/// elsewhere. Communicates, Collective, Throws: as `how`.
using gathering = void(collective const&, std::span<std::byte const>, room_maker const&);
[[nodiscard]] auto gather_bytes(collective what, made_bytes mine, gathering& how = gather_in_place)
    -> std::vector<bytes>;

/// What `make()` appends on the root, on every rank.
///
/// Communicates: an agreement, which carries up to 32 KiB itself; for more a second one, that all
/// have room, and MPI_Ibcast in pieces of at most `piece_limit()` bytes. Among the living, where
/// ranks were lost before, by the first agreement alone.
/// Collective: every rank. Throws: usage_error; disagreement; task_error on every rank where one
/// brings failures, the root cannot make its bytes, or a rank has no room.
[[nodiscard]] auto broadcast_bytes(collective const& what, std::function<void(bytes&)> const& make)
    -> bytes;

/// The same without a copy: from the memory that `send()` gives on the root to that of the same
/// size that `receive(size)` gives elsewhere.
void broadcast_in_place(collective const& what, std::function<std::span<std::byte>()> const& send,
                        std::function<std::span<std::byte>(std::uint64_t size)> const& receive);

/// Waits, asleep, until every rank has come; `failures` are what this one brings.
/// Throws: usage_error; disagreement; task_error on every rank where one brought a failure.
void meet(collective const& what, std::vector<failure> const& failures = {});

/// A value that is put together with those of other ranks, part by part; what the parts are is for
/// those to know who know its type.
class reducible {
 public:
  reducible() = default;
  reducible(reducible const&) = delete;
  auto operator=(reducible const&) -> reducible& = delete;
  virtual ~reducible() = default;

  /// The next part is the first.
  virtual void rewind() = 0;
  /// Appends the next part, of about `size` bytes; whether it was the last.
  virtual auto pack_part(bytes& to, std::size_t size) -> bool = 0;
  /// Puts the next part together with another rank's, which is the left operand, or the right.
  virtual void take_part(bytes theirs, bool is_left) = 0;
};

/// The operations that MPI knows.
enum class operation { sum, product, bit_and, bit_or, bit_xor, least, greatest };

/// Integers in memory that MPI can put together itself.
struct integers {
  std::span<std::byte> memory;
  std::size_t each = 1;  ///< the size of one
  bool is_signed = true;
  operation how = operation::sum;
};

/// Puts all ranks' values together in `mine` on the root, in a binary tree in the order of the
/// ranks: what is done depends on their number alone, not on the root, the machines or time. Where
/// ranks were lost before, the living are meant. True where that was all; else every rank is to
/// bring the failures of its own, which are then in `what`, to a further call.
///
/// Communicates: an agreement; from each rank one message if it is small, else pieces of 4 MiB,
/// each when it is asked for. Integers by MPI_Ireduce instead or, where they are wanted everywhere,
/// by MPI_Iallreduce. Collective: every rank. Whoever waits sleeps. Throws: usage_error;
/// disagreement.
[[nodiscard]] auto reduce_parts(collective& what, reducible& mine,
                                std::optional<integers> const& numbers, bool everywhere) -> bool;

}  // namespace dlp::detail
