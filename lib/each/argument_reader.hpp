// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace dlp::detail {

/// Reads arguments from a file that may be a pipe somebody is still writing to, as they come: of
/// what has been read no more is kept than one block, and the argument that it breaks off in.
class argument_reader {
 public:
  /// "-" is stdin. Throws: usage_error where it cannot be opened.
  argument_reader(std::string const& name, char end_of_argument);
  argument_reader(argument_reader&& other) noexcept;
  auto operator=(argument_reader&&) -> argument_reader& = delete;
  ~argument_reader();

  /// The next argument; none at the end, and where none has come yet and it may not wait, or not
  /// any more since a signal has come. Throws: dlp::error where it cannot be read.
  auto next(bool may_wait) -> std::optional<std::string>;

  /// Whether all has been read.
  [[nodiscard]] auto is_at_end() const noexcept -> bool { return at_end_ && at_ == read_.size(); }

  /// What is to be waited for by poll().
  [[nodiscard]] auto descriptor() const noexcept -> int { return file_; }

 private:
  [[nodiscard]] auto has_come(bool may_wait) const -> bool;
  auto fill(bool may_wait) -> bool;

  std::string name_;
  char end_of_argument_;
  int file_ = -1;
  bool at_end_ = false;
  std::string read_;
  std::size_t at_ = 0;
};

}  // namespace dlp::detail
