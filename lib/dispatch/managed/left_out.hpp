// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <set>

#include <dlp/core/failure.hpp>
#include <dlp/core/index_range.hpp>

namespace dlp::detail {

/// The examples of which no result comes, of a loop whose results are taken in order.
class left_out {
 public:
  /// Notes an example; a failure may be of none.
  void add(index_t index) {
    if (index != failure::no_index) indices_.insert(index);
  }

  /// The turn is at `index`: whether it passes over that example. Those before it are forgotten.
  [[nodiscard]] auto passes_over(index_t index) noexcept -> bool {
    indices_.erase(indices_.begin(), indices_.lower_bound(index));
    return indices_.contains(index);
  }

  /// How many are noted.
  [[nodiscard]] auto size() const noexcept -> std::size_t { return indices_.size(); }

 private:
  std::set<index_t> indices_;
};

}  // namespace dlp::detail
