// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <cstdint>

#include <dlp/core/index_range.hpp>

namespace dlp::detail {

/// How far a worker has got in a chunk, in memory that the manager sees as well: what the worker
/// has not begun the manager may still take back, without a message, for a rank that has nothing.
///
/// It counts from the beginning of the chunk. One word holds both numbers, so that an index is
/// either begun or taken back, never both.
class alignas(64) stealable_chunk {
 public:
  /// Longer chunks cannot be stealable.
  static constexpr auto longest = index_t{0xffff'ffff};

  /// The manager: a chunk of so many examples is about to be handed out.
  void lay(index_t length) noexcept { state_.store(length << 32, std::memory_order_release); }

  /// The worker: begins at most `most` further examples. Where the begun ones end now.
  auto begin(index_t most) noexcept -> index_t {
    auto state = state_.load(std::memory_order_acquire);
    auto next = state;
    do {
      auto const rest = limit(state) - begun(state);
      next = state + (most < rest ? most : rest);
    } while (!state_.compare_exchange_weak(state, next, std::memory_order_acq_rel));
    return begun(next);
  }

  /// The manager: takes the last of what has not been begun, all but `leave` of them. Which.
  auto take_back(index_t leave) noexcept -> index_range {
    auto state = state_.load(std::memory_order_acquire);
    auto end = index_t{0};
    do {
      auto const rest = limit(state) - begun(state);
      end = limit(state) - (rest > leave ? rest - leave : 0);
    } while (!state_.compare_exchange_weak(state, (end << 32) + begun(state),
                                           std::memory_order_acq_rel));
    return {end, limit(state)};
  }

  /// Whether the worker has begun any at all: before that it may not have heard of the chunk.
  [[nodiscard]] auto is_begun() const noexcept -> bool {
    return begun(state_.load(std::memory_order_acquire)) != 0;
  }

  /// How many have not been begun at this moment.
  [[nodiscard]] auto rest() const noexcept -> index_t {
    auto const state = state_.load(std::memory_order_acquire);
    return limit(state) - begun(state);
  }

 private:
  static constexpr auto begun(std::uint64_t state) noexcept -> index_t { return state & longest; }
  static constexpr auto limit(std::uint64_t state) noexcept -> index_t { return state >> 32; }

  std::atomic<std::uint64_t> state_ = 0;
  static_assert(std::atomic<std::uint64_t>::is_always_lock_free, "processes share it");
};

}  // namespace dlp::detail
