// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <comm/wire/stealable_chunk.hpp>
#include <dispatch/pace/pace.hpp>
#include <dlp/core/index_range.hpp>

namespace dlp::detail {

/// The chunks that a worker has in its hands, as the manager sees them: how far it has got in each,
/// where that can be seen, and since when the first is under way.
class handed_chunks {
 public:
  using clock = std::chrono::steady_clock;

  /// Where to see it, as `channel::stealable_chunks_of`; null where it cannot be seen.
  void watch(stealable_chunk* stealable_chunks) noexcept { stealable_ = stealable_chunks; }
  [[nodiscard]] auto watched() const noexcept -> bool { return stealable_ != nullptr; }

  /// One more is handed out. Whether what is not begun of it can be taken back, which is to be so
  /// only where it `may`. `of`: the pace of tasks like those in it.
  auto add(index_range range, bool may, std::shared_ptr<pace> of = {}) -> bool;

  [[nodiscard]] auto size() const noexcept -> std::size_t { return chunks_.size(); }
  /// How many there have been in all.
  [[nodiscard]] auto count() const noexcept -> std::uint64_t { return count_; }

  /// The pace of what is in the first; null where it is that of the loop.
  [[nodiscard]] auto pace_of_first() const -> std::shared_ptr<pace> {
    return chunks_.empty() ? nullptr : chunks_.front().of;
  }

  /// The worker has reported on the first. When it was sent, if the worker had none then.
  auto pop() -> std::optional<clock::time_point>;
  void clear() noexcept { chunks_.clear(); }

  /// How much of all that can be seen has not been begun.
  [[nodiscard]] auto rest() const noexcept -> index_t;

  /// How much of that may be taken back: all of the next chunk, half of the one that it is in. It
  /// keeps one at least where it may not have heard of that chunk yet: a single example could else
  /// go round for ever among ranks that take it from each other.
  [[nodiscard]] auto movable() const noexcept -> index_t;

  struct piece {
    std::size_t place = 0;  ///< of the chunk
    index_t from = 0;       ///< what lies behind is not begun by the worker any more
  };
  /// Takes back what is movable of the next chunk, or where that is nothing, of the first.
  auto take_back() -> piece;

  /// Takes back all that is not begun. For each chunk: below which index it may have been begun;
  /// where that cannot be seen it may have been wholly.
  [[nodiscard]] auto take_all() -> std::vector<index_t>;

 private:
  struct one {
    index_range range;
    stealable_chunk* on = nullptr;
    std::optional<clock::time_point> asked = {};
    std::shared_ptr<pace> of = {};
  };
  [[nodiscard]] auto movable(std::size_t place) const noexcept -> index_t;

  stealable_chunk* stealable_ = nullptr;
  std::vector<one> chunks_;
  std::uint64_t count_ = 0;
};

}  // namespace dlp::detail
