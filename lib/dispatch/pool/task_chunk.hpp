// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <vector>

#include <dispatch/pace/pace.hpp>
#include <dlp/core/failure.hpp>
#include <dlp/dispatch/kept_values.hpp>
#include <dlp/dispatch/task_listener.hpp>
#include <dlp/schedule/schedule.hpp>

namespace dlp::detail {

/// Tasks that are alike, and so have a pace of their own and travel in chunks: those of a series;
/// or those that were submitted one by one, several of which travel together only while they are
/// short.
struct task_batch {
  schedule rule = fixed{1};
  std::shared_ptr<task_series> series = {};
  std::shared_ptr<pace> how_long = std::make_shared<pace>(true);
  index_t made = 0;
  index_t chunks = 0;
};

/// Tasks of one batch that are handed out together: as they stand in the body of a message, each
/// with its size in front.
class task_chunk {
 public:
  std::shared_ptr<task_batch> of = {};
  std::shared_ptr<task_listener> to = {};  // of all, or where `others` are, of the first
  std::vector<std::shared_ptr<task_listener>> others = {};
  index_t first_tag = failure::no_index;
  kept_tokens uses = {};  // values that have to be where they are done

  [[nodiscard]] auto size() const noexcept -> std::size_t { return size_; }
  [[nodiscard]] auto byte_count() const noexcept -> std::size_t { return bytes_.size(); }

  [[nodiscard]] auto listener(std::size_t place) const noexcept
      -> std::shared_ptr<task_listener> const& {
    return place == 0 || others.empty() ? to : others[place - 1];
  }

  /// By what its listener tells one from the others; those of a series are numbered.
  [[nodiscard]] auto tag(std::size_t place) const noexcept -> index_t {
    return first_tag == failure::no_index ? first_tag : first_tag + place;
  }

  /// The bytes of some of them, with their sizes.
  [[nodiscard]] auto frames(std::size_t first, std::size_t last) const noexcept
      -> std::span<std::byte const> {
    return std::span(bytes_).subspan(begin_of(first), begin_of(last) - begin_of(first));
  }

  /// Adds a task, whose bytes `make(bytes)` appends; where it says that it cannot, none.
  template <class Make>
  auto add(Make make) -> bool {
    auto const begin = bytes_.size();
    append(bytes_, std::uint64_t{0});
    if (!make(bytes_)) {
      bytes_.resize(begin);
      return false;
    }
    auto const size = std::uint64_t{bytes_.size() - begin - sizeof(std::uint64_t)};
    std::memcpy(bytes_.data() + begin, &size, sizeof size);
    if (size_++ != 0) begins_.push_back(begin);
    return true;
  }

 private:
  [[nodiscard]] auto begin_of(std::size_t place) const noexcept -> std::size_t {
    if (place == 0) return 0;
    return place == size_ ? bytes_.size() : begins_[place - 1];
  }

  bytes bytes_;
  std::size_t size_ = 0;
  std::vector<std::size_t> begins_;  // of all but the first: most chunks are of one task
};

}  // namespace dlp::detail
