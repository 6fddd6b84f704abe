// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <dlp/core/index_range.hpp>

namespace dlp::detail {

/// What the ranks of one node share of one loop: a counter from which each claims its next indices,
/// and a line for each rank. It is made of atomics in memory that was zeroed once, and there is
/// room for a few loops, because a rank that left one may be in the next before others are through.
///
/// Indices come in blocks: one node alone has all of them in one, of several nodes each gets
/// another now and then. The counter counts on through all blocks, so that it never goes back: who
/// has read a block and then moves the counter knows that the block was still the same.
class loop_pool {
 public:
  /// How a rank stands in the loop.
  enum class presence : std::uint32_t {
    absent,
    here,
    idle,    ///< here, and has nothing to do
    gone,    ///< left, by `break`
    failed,  ///< left, by an exception in the body
    unable,  ///< left before it had begun, by an exception whose text it has sent to all
  };

  enum class entry { busy, entered, missed };
  enum class outcome : std::uint32_t { open, good, bad };
  /// Whether nothing more is to be begun, and why: a rank has asked for it, or has failed; a signal
  /// or a deadline interrupts the loop.
  enum class halting : std::uint32_t { no, asked, interrupted };

  /// Where loops are `call % rooms` of the memory, which this rank shares as number `place` of
  /// `ranks`.
  loop_pool(std::span<std::byte> memory, std::uint64_t call, std::size_t place, std::size_t ranks);

  /// Comes to the loop; the first rank says what it is about, which indices there are at first, how
  /// many are elsewhere, and on which line of the program it is.
  /// `busy`: an earlier loop still has the room: ask again. `missed`: the loop is dead.
  [[nodiscard]] auto enter(std::string_view words, int rank, index_range first_block,
                           index_t elsewhere = 0, std::string_view where = {}) -> entry;

  /// What the first rank said, as far as there was room for it, where, and who that was.
  [[nodiscard]] auto words() const noexcept -> std::string_view;
  [[nodiscard]] auto where() const noexcept -> std::string_view;
  [[nodiscard]] auto speaker() const noexcept -> int;
  [[nodiscard]] static auto cut_words(std::string_view words) noexcept -> std::string_view {
    return words.substr(0, most_words);
  }

  /// Takes part, having found the same words as its own; or, where it has failed before, as one
  /// that has.
  void join(presence as = presence::here) noexcept;
  [[nodiscard]] auto all_here() const noexcept -> bool;
  [[nodiscard]] auto presence_of(std::size_t place) const noexcept -> presence;
  [[nodiscard]] auto has_left(std::size_t place) const noexcept -> bool;
  [[nodiscard]] auto count(presence as) const noexcept -> std::size_t;
  void be(presence as) noexcept;

  /// Nobody who has not come will come: the ranks disagree. Whether this is the first to say so.
  auto kill() noexcept -> bool;

  /// The last that a rank does in a loop: when all have, its room is free.
  void leave() noexcept;

  /// The next indices of the counter; `want(claimed, unclaimed, chunks)` says how many, once this
  /// node has claimed so many, in so many chunks.
  template <class Want>
  [[nodiscard]] auto claim(Want want) -> index_range {
    auto at = shared_.next.load(std::memory_order_acquire);
    while (auto const here = find(at)) {
      auto const limit = shared_.limit.load(std::memory_order_acquire);
      auto const chunks = shared_.chunks.load(std::memory_order_relaxed);
      auto const size = std::min<index_t>(want(at, limit - at, chunks), here->last - here->first);
      if (shared_.next.compare_exchange_weak(at, at + size, std::memory_order_acq_rel)) {
        shared_.chunks.fetch_add(1, std::memory_order_relaxed);
        return {here->first, here->first + size};
      }
    }
    return {};
  }

  /// How many indices nobody has claimed.
  [[nodiscard]] auto unclaimed() const noexcept -> index_t;

  /// Adds a block; `elsewhere` is how many indices no node has yet. One rank at a time, and not
  /// before the counter has come to the last block.
  void append(index_range block, index_t elsewhere = 0) noexcept;
  [[nodiscard]] auto has_room() const noexcept -> bool;
  [[nodiscard]] auto elsewhere() const noexcept -> index_t;

  /// Puts the rest of this rank's claim where others can take of it.
  void lay(index_range rest) noexcept;
  /// Takes at most `most` indices of it back, to begin with them now.
  [[nodiscard]] auto begin(index_t most) noexcept -> index_range;
  /// Puts back what had been begun last, in front of the rest: this rank leaves it to others. The
  /// first of it has failed `tries` times.
  void give_back(index_range begun, std::uint32_t tries = 0) noexcept;

  struct loot {
    index_range range;
    std::uint32_t tries = 0;  ///< of the first
  };
  /// Half of the longest rest of another rank, or all of it where that has gone.
  [[nodiscard]] auto take_from_others() noexcept -> loot;

  /// Everything that nobody has begun.
  [[nodiscard]] auto take_all() -> std::vector<index_range>;
  /// The same, where nobody is to visit it: how many.
  auto drop_all() -> index_t;
  auto drop_unclaimed() -> index_t;

  /// How many indices this rank is through with, and how many of them it has visited: the others
  /// are such as nobody is to visit.
  void publish(index_t done, index_t visited) noexcept;
  /// Whether all ranks are through with all indices.
  [[nodiscard]] auto all_done() const noexcept -> bool;
  [[nodiscard]] auto visited() const noexcept -> index_t;

  /// Nothing more is to be begun; what was the first to say so is the reason for all.
  void halt(halting why = halting::asked) noexcept {
    auto not_yet = halting::no;
    shared_.halted.compare_exchange_strong(not_yet, why, std::memory_order_acq_rel);
  }
  [[nodiscard]] auto is_interrupted() const noexcept -> bool {
    return shared_.halted.load(std::memory_order_acquire) == halting::interrupted;
  }
  /// What nobody had begun is dropped.
  void cut() noexcept { shared_.cut.store(true, std::memory_order_relaxed); }
  [[nodiscard]] auto is_cut() const noexcept -> bool {
    return shared_.cut.load(std::memory_order_relaxed);
  }
  [[nodiscard]] auto halted() const noexcept -> bool {
    return shared_.halted.load(std::memory_order_acquire) != halting::no;
  }

  /// This rank leaves by an exception, at `index`.
  void fail_at(index_t index) noexcept;
  [[nodiscard]] auto failed_at(std::size_t place) const noexcept -> index_t;

  /// The size of a range that did not know it, as this rank finds it: what was found first.
  auto learn_size(index_t size) noexcept -> index_t;
  /// The same, as another node has found it.
  auto hear_size(index_t size) noexcept -> index_t;
  /// The place of a rank of this node that finds that size.
  [[nodiscard]] auto finder() const noexcept -> std::optional<std::size_t>;
  [[nodiscard]] auto size() const noexcept -> std::optional<index_t>;
  /// One past the largest index that was visited, as far as ranks have said.
  void saw(index_t end) noexcept;
  [[nodiscard]] auto seen_end() const noexcept -> index_t;

  /// One rank at a time speaks for the node; whether it is this one now.
  [[nodiscard]] auto begin_asking() noexcept -> bool;
  /// The same, to fetch a block; false too where none is to be had, or there is no room for it.
  [[nodiscard]] auto begin_fetching() noexcept -> bool;
  void end_asking() noexcept { shared_.asking.store(false, std::memory_order_release); }
  /// There are no more blocks, for all that is known.
  void run_dry() noexcept { shared_.dry.store(true, std::memory_order_release); }
  [[nodiscard]] auto is_dry() const noexcept -> bool {
    return shared_.dry.load(std::memory_order_acquire);
  }
  void end(outcome how) noexcept { shared_.end.store(how, std::memory_order_release); }
  [[nodiscard]] auto ended() const noexcept -> outcome {
    return shared_.end.load(std::memory_order_acquire);
  }

  /// Whether this rank is the one to tell those that have not come what the others are at.
  [[nodiscard]] auto begin_telling() noexcept -> bool { return !shared_.told.exchange(true); }
  /// This rank leaves before the end; whether all of the node have.
  [[nodiscard]] auto depart() noexcept -> bool { return ++shared_.departed == lines_.size(); }

 private:
  static constexpr auto rooms = std::size_t{4};
  static constexpr auto most_words = std::size_t{1024};
  static constexpr auto longest_line = std::size_t{256};  // "main.cpp:12"

  struct block {  // of the counter's values [first, end)
    std::atomic<index_t> first, end, index;
  };
  struct shared_part {
    std::atomic<std::uint64_t> state;
    alignas(64) std::atomic<index_t> next;
    std::atomic<index_t> chunks;
    alignas(64) block blocks[2];
    std::atomic<index_t> limit;  // where the last block ends
    std::atomic<index_t> elsewhere;
    alignas(64) std::atomic<index_t> size_and_1, seen_end;
    std::atomic<std::uint32_t> joined, departed;
    std::atomic<outcome> end;
    std::atomic<halting> halted;
    std::atomic<bool> cut, asking, dry, told;
    alignas(64) std::uint64_t length;
    std::int64_t speaker;
    char words[most_words];
    std::uint64_t line_length;
    char where[longest_line];
  };
  struct alignas(64) line {
    std::atomic<bool> locked;
    std::atomic<presence> is;
    std::atomic<std::uint32_t> tries;  // as the next two, written by who holds the lock
    std::atomic<index_t> first, last;
    std::atomic<index_t> done, visited;
    std::atomic<index_t> failed_at;
    std::atomic<index_t> size_and_1;  // as this rank has found it
  };
  static_assert(std::atomic<index_t>::is_always_lock_free, "processes share it");
  static_assert(sizeof(shared_part) <= 4096 && sizeof(line) <= 64, "there is no more memory");

  class hold;

  [[nodiscard]] auto find(index_t at) const noexcept -> std::optional<index_range>;
  [[nodiscard]] auto last_block() const noexcept -> std::size_t;
  void clear(std::string_view words, int rank, std::string_view where);
  [[nodiscard]] auto mine() noexcept -> line& { return lines_[place_]; }

  shared_part& shared_;
  std::span<line> lines_;
  std::uint64_t call_;
  std::size_t place_;
};

}  // namespace dlp::detail
