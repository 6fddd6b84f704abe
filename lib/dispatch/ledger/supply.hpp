// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <deque>
#include <limits>
#include <optional>
#include <span>
#include <utility>

#include <dlp/core/index_range.hpp>

namespace dlp::detail {

/// The indices of a loop that no rank has: those never handed out, and those that came back.
class supply {
 public:
  /// Without those in `done`, which are in order.
  explicit supply(std::optional<index_t> size, std::span<index_range const> done = {})
      : size_(size), fresh_{0, size.value_or(std::numeric_limits<index_t>::max())} {
    for (auto const hole : done) {
      give_back({fresh_.first, hole.first});
      fresh_.first = hole.last;
    }
  }

  /// How many examples the loop has, where that is known.
  [[nodiscard]] auto size() const noexcept -> std::optional<index_t> { return size_; }

  [[nodiscard]] auto remaining() const noexcept -> index_t { return fresh_.size() + came_back_; }

  /// How many have been handed out at least once.
  [[nodiscard]] auto begun() const noexcept -> index_t { return fresh_.first; }

  /// At most `most` indices that lie together; those that came back go first.
  auto take(index_t most) -> index_range {
    if (returned_.empty()) return fresh_.take_front(most);
    auto const taken = returned_.front().take_front(most);
    came_back_ -= taken.size();
    if (returned_.front().empty()) returned_.pop_front();
    return taken;
  }

  /// The first of those that `take` gives next, where any are left.
  [[nodiscard]] auto next() const noexcept -> index_t {
    return returned_.empty() ? fresh_.first : returned_.front().first;
  }

  void give_back(index_range rest) {
    if (size_) rest.last = std::min(rest.last, *size_);
    if (rest.first >= rest.last) return;
    returned_.push_back(rest);
    came_back_ += rest.size();
  }

  /// So many more, after the last one of a size that is known.
  auto add(index_t count) -> index_range {
    auto const added = index_range{*size_, *size_ + count};
    size_ = fresh_.last = added.last;
    return added;
  }

  /// The range turns out to have `size` examples.
  void ends_at(index_t size) {
    size_ = size;
    fresh_ = {std::min(fresh_.first, size), size};
    came_back_ = 0;
    for (auto const rest : std::exchange(returned_, {})) give_back(rest);
  }

 private:
  std::optional<index_t> size_;
  index_range fresh_;
  std::deque<index_range> returned_;
  index_t came_back_ = 0;  // the sizes of these together: there may be millions of holes
};

}  // namespace dlp::detail
