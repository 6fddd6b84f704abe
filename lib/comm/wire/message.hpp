// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <dlp/core/bytes.hpp>
#include <dlp/core/index_range.hpp>

namespace dlp::detail {

/// What a message says.
enum class word : std::uint32_t {
  hello,     ///< anyone to the root: I have come to a call; the body says to which
  verdict,   ///< root to all: all have come; the body is what the call gives to everyone
  disagree,  ///< anyone to all: the ranks did not make the same call; the body says who said what
  work,      ///< manager to a worker: `range` is yours; the body lists the indices where they do
             ///< not lie in order, or holds the tasks of a pool
  keep,  ///< manager to a worker: the body is the value of the number `range.first`, which tasks
         ///< will use; where the range is empty, none will any more
  halt,  ///< manager to a worker: begin nothing more of what you have
  end,   ///< manager to a worker: the loop is over; the body lists the failures, and what was left
         ///< out
  done,  ///< worker to manager: I am through with a chunk; the body holds results
  results,  ///< worker to manager: results of a chunk that I am not through with
  added,    ///< worker to manager: the item that I am at has made these, to be done besides
  failed,   ///< worker to manager: the body of the loop threw; the body of the message says what
  left,     ///< worker to manager: my loop body left the loop, I take nothing more
  times,    ///< worker to manager, after its last word: how long my examples took, and when
  hold,     ///< root of a shared loop to all: begin nothing for now: what is done cannot be kept
  go_on,    ///< the same: it can be again
  kept,     ///< the same: all that you have visited is kept; the body says what prevents it
};

/// What may be added to a message: by a worker to its report, by the manager to a chunk.
enum message_flags : std::uint32_t {
  no_flag = 0,
  range_has_ended = 1,  ///< the range ends where the report, or the hello, ends: that is its size
  asks_to_stop = 2,     ///< this rank's stop token says so
  can_be_stolen = 4,    ///< what of the chunk has not been begun may be taken back
  is_interrupted = 8,   ///< and so does a signal
  is_too_late = 16,     ///< and so does the deadline of the loop
  notes_times = 32,     ///< manager to a worker: the times of its examples are to be noted
  is_drawn = 64,        ///< the same: it is to draw this chunk in its timeline
  tells_each = 128,     ///< the same: no result of this chunk is to wait for another one
};

/// Above the flags of a chunk that is tried again stands how often it has failed, where the loop is
/// recorded.
inline constexpr auto failures_from_bit = 16;
inline constexpr auto most_failures = std::uint32_t{0xffff};

/// The part of a message that always travels, as it lies in memory.
struct message_head {
  std::uint64_t call = 0;  ///< the number of the collective call on its communicator
  word what = word::hello;
  std::uint32_t flags = 0;
  index_range range = {};
  double seconds = 0;
  std::uint64_t body_size = 0;
};

/// What a message without a body takes up on its way. Its head has no holes: it travels as it lies.
inline constexpr auto head_bytes = std::size_t{48};
static_assert(sizeof(message_head) == head_bytes);

/// A message: a small head, a body where there is one, and who sent it.
struct message : message_head {
  bytes body = {};
  int source = -1;
};

/// A message without body.
[[nodiscard]] inline auto make_message(std::uint64_t call, word what, index_range range = {},
                                       std::uint32_t flags = 0) -> message {
  auto made = message();
  made.call = call;
  made.what = what;
  made.range = range;
  made.flags = flags;
  return made;
}

/// How many messages this rank has sent on a communicator, to each rank of it, and how many it has
/// received: so that at its end nothing is left under way. Any thread may count.
class message_count {
 public:
  explicit message_count(int ranks) : sent_(static_cast<std::size_t>(ranks)) {}

  void sent(int to) noexcept {
    sent_[static_cast<std::size_t>(to)].fetch_add(1, std::memory_order_relaxed);
  }
  void received() noexcept { received_.fetch_add(1, std::memory_order_relaxed); }

  [[nodiscard]] auto sent_to_each() const -> std::vector<std::uint64_t> {
    return {sent_.begin(), sent_.end()};
  }
  [[nodiscard]] auto all_received() const noexcept -> std::uint64_t { return received_; }

 private:
  std::vector<std::atomic<std::uint64_t>> sent_;
  std::atomic<std::uint64_t> received_ = 0;
};

}  // namespace dlp::detail
