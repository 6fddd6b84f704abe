// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iterator>
#include <map>
#include <optional>
#include <utility>

#include <dlp/core/index_range.hpp>

namespace dlp::detail {

/// Merges values that arrive in any order as one fixed binary tree over their indices: the node
/// (level, i) is merge(node(level - 1, 2i), node(level - 1, 2i + 1)), and (0, i) is the value of
/// the index i. So what comes out depends on the indices alone, down to the last bit; and n values
/// need about log2(n) places, and some for each that is late. Indices may be left out.
template <class T, class Merge>
class merge_tree {
 public:
  /// All that lies below it is there: it covers 2^level indices.
  struct node {
    unsigned level;
    T value;
  };

  explicit merge_tree(Merge merge = {}) : merge_(std::move(merge)) {}

  /// Puts in the value of an index, which has none yet.
  /// Throws: what `merge` throws; the tree is of no use then.
  void add(index_t index, T value) { put_back(index, {0, std::move(value)}); }

  /// Puts in a node, whose first index is `first`, as `nodes` of another tree has it.
  void put_back(index_t first, node added) {
    while (true) {
      auto const sibling = nodes_.find(first ^ index_t{1} << added.level);
      if (sibling == nodes_.end() || sibling->second.level != added.level) break;
      auto other = std::move(nodes_.extract(sibling).mapped().value);
      auto const is_left = (first >> added.level) % 2 == 0;
      added.value = is_left ? merge_(std::move(added.value), std::move(other))
                            : merge_(std::move(other), std::move(added.value));
      first &= ~(index_t{1} << added.level++);
    }
    nodes_.emplace(first, std::move(added));
  }

  /// The nodes that nothing is above, by their first index.
  [[nodiscard]] auto nodes() const noexcept -> std::map<index_t, node> const& { return nodes_; }

  /// All that was put in: the nodes, merged in the order of their indices. Empty where there is
  /// none.
  [[nodiscard]] auto total() const& -> std::optional<T> { return merge_tree(*this).take(); }
  /// The same, for values that cannot be copied; the tree is of no use then.
  [[nodiscard]] auto total() && -> std::optional<T> { return take(); }

 private:
  auto take() -> std::optional<T> {
    if (nodes_.empty()) return std::nullopt;
    auto& sum = nodes_.begin()->second.value;
    for (auto next = std::next(nodes_.begin()); next != nodes_.end(); ++next) {
      sum = merge_(std::move(sum), std::move(next->second.value));
    }
    return std::move(sum);
  }

  [[no_unique_address]] Merge merge_;
  std::map<index_t, node> nodes_;
};

}  // namespace dlp::detail
