// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <exception>
#include <map>
#include <memory>
#include <span>
#include <vector>

#include <dispatch/pool/task_chunk.hpp>
#include <dlp/core/index_range.hpp>

namespace dlp::detail {

/// The tasks of a pool that have been handed out, by index, until their results have come.
class handed_tasks {
 public:
  /// Adds tasks, the first of which has this index; it is greater than all before.
  void add(index_t first, task_chunk what);

  /// Whether the result of one that went with it, or its own, has still to come.
  [[nodiscard]] auto has(index_t index) const -> bool { return place(index) != all_.end(); }

  [[nodiscard]] auto batch_of(index_t index) const -> std::shared_ptr<task_batch> const& {
    return find(index).tasks.of;
  }
  [[nodiscard]] auto frame_of(index_t index) const -> std::span<std::byte const>;
  /// The tasks as they travel; they were added together.
  [[nodiscard]] auto frames_of(index_range range) const -> std::span<std::byte const>;
  [[nodiscard]] auto values_of(index_t index) const -> kept_tokens const& {
    return find(index).tasks.uses;
  }

  /// How many there are.
  [[nodiscard]] auto size() const noexcept -> index_t { return size_; }

  /// The result of one has come: it is forgotten. Its listener, and its tag; none where that came
  /// before. With the last of a chunk, the values that it has used: when nobody holds them, code of
  /// the program destroys them.
  struct heard {
    std::shared_ptr<task_listener> to = {};
    index_t tag = 0;
    kept_tokens uses = {};
  };
  [[nodiscard]] auto settle(index_t index) -> heard;

  /// None will be done: their listeners hear why.
  void drop_all(std::exception_ptr const& why);

 private:
  struct handed {
    index_t first;
    task_chunk tasks;
    std::vector<bool> is_settled;  // empty as long as none is
    std::size_t left;

    [[nodiscard]] auto settled(std::size_t offset) const -> bool {
      return !is_settled.empty() && is_settled[offset];
    }
  };
  [[nodiscard]] auto find(index_t index) const -> handed const&;
  [[nodiscard]] auto place(index_t index) const -> std::map<index_t, handed>::const_iterator;

  std::map<index_t, handed> all_;  // by the first index
  index_t size_ = 0;
};

}  // namespace dlp::detail
