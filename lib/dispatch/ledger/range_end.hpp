// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string>

#include <dlp/core/index_range.hpp>

namespace dlp::detail {

/// What the ranks have found of where a range ends that did not know its size, and where they
/// contradict each other.
class range_end {
 public:
  /// `size`: of a range that knows it.
  explicit range_end(std::optional<index_t> size = {}) : size_(size) {}

  [[nodiscard]] auto size() const noexcept -> std::optional<index_t> { return size_; }

  /// The root has looked at its range: whether it is empty.
  void root_looked(int root, bool finds_none);

  /// A rank has visited indices below `end`; -1 where nobody knows which rank.
  void seen(index_t end, int rank = -1);

  /// The rank of whom nothing is known but that it is on another node.
  static constexpr int elsewhere = -1;

  /// A rank has found that the range has `size` examples. Whether that is news.
  auto found(index_t size, int rank) -> bool;

  /// More has come behind the end that was known.
  void grows_to(index_t size) noexcept { size_ = size; }

  /// A rank has looked at its range: whether it is empty.
  void looked(bool finds_none, int rank);

  /// The first contradiction, in a sentence; empty where there is none.
  [[nodiscard]] auto contradiction() const noexcept -> std::string const& { return contradiction_; }

 private:
  void contradicts(int rank, std::string const& finds, std::string const& others);

  std::optional<index_t> size_;
  int finder_ = -1;
  index_t seen_end_ = 0;  // one past the largest index that some rank has visited
  std::optional<bool> root_finds_none_;
  int root_ = 0;
  std::string contradiction_;
};

}  // namespace dlp::detail
