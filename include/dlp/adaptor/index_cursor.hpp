// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <iterator>
#include <limits>
#include <ranges>
#include <utility>

#include <dlp/comm/example_digest.hpp>
#include <dlp/comm/range_digest.hpp>
#include <dlp/core/error.hpp>
#include <dlp/core/index_range.hpp>

namespace dlp::detail {

/// Walks a range to indices, each in O(1) where the range is random access; forward only where it
/// is single pass.
template <std::ranges::input_range V>
class index_cursor {
  using iterator = std::ranges::iterator_t<V>;
  using difference = std::ranges::range_difference_t<V>;

  /// Where a range can be walked again, its beginning is kept to go back to.
  struct nothing {};
  using origin = std::conditional_t<std::ranges::forward_range<V>, iterator, nothing>;

 public:
  explicit index_cursor(V& base)
      : begin_(begin_of(base)), at_(start_of(base, begin_)), end_(std::ranges::end(base)) {}

  /// Of a range that can be walked only once: adds the examples that it walks past to `seen`, which
  /// may be null.
  void note_in(range_digest* seen) {
    seen_ = seen;
    note(0);
  }

  /// Goes to the example at `index`; false where the range ends before it.
  /// Throws: what the range's own iterators throw.
  [[nodiscard]] auto seek(index_t index) -> bool {
    if constexpr (std::ranges::random_access_range<V> && std::ranges::sized_range<V>) {
      at_ += static_cast<difference>(index - position_);  // unsigned: backwards too
      position_ = index;
      return true;  // the size was agreed on, and no index beyond it is handed out
    } else {
      if (index < position_) restart();
      // Where the range throws while it is walked, the cursor has no position until it restarts.
      auto const from = std::exchange(position_, nowhere);
      if (from == nowhere) throw error("dlp: a single-pass range cannot go on after an exception");
      auto walked = from;
      note(from);
      for (; walked != index && at_ != end_; note(walked)) ++at_, ++walked;
      position_ = walked;
      return at_ != end_;
    }
  }

  /// The index of the example that the cursor is at; after a `seek` that was false, the size.
  [[nodiscard]] auto position() const noexcept -> index_t { return position_; }

  [[nodiscard]] auto operator*() const -> decltype(auto) { return *at_; }

  /// Whether there is no example where the cursor stands: before the first `seek`, none at all.
  [[nodiscard]] auto finds_none() const -> bool { return at_ == end_; }

 private:
  static constexpr auto nowhere = std::numeric_limits<index_t>::max();

  static auto begin_of(V& base) -> origin {
    if constexpr (std::ranges::forward_range<V>) {
      return std::ranges::begin(base);
    } else {
      return {};
    }
  }
  static auto start_of(V& base, origin const& begin) -> iterator {
    if constexpr (std::ranges::forward_range<V>) {
      return begin;
    } else {
      return std::ranges::begin(base);
    }
  }
  void note(index_t index) {
    if constexpr (!std::ranges::forward_range<V>) {
      if (!seen_ || index < seen_->count()) return;
      at_ != end_ ? seen_->add(digest_at<V>(at_)) : seen_->end();
    }
  }
  void restart() {
    if constexpr (std::ranges::forward_range<V>) {
      at_ = begin_;
      position_ = 0;
    }
  }

  [[no_unique_address]] origin begin_;
  iterator at_;
  std::ranges::sentinel_t<V> end_;
  index_t position_ = 0;
  range_digest* seen_ = nullptr;
};

}  // namespace dlp::detail
