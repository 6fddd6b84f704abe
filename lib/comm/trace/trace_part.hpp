// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>

namespace dlp::detail {

/// The file of one rank: lines of JSON, each an event and a comma, which are written in blocks, or
/// with the first that ends a second or more after the last block. So what is there opens where the
/// process is killed.
class trace_part {
 public:
  using time_point = std::chrono::steady_clock::time_point;

  /// Throws: std::system_error where the file cannot be made.
  explicit trace_part(std::filesystem::path const& file);
  trace_part(trace_part const&) = delete;
  auto operator=(trace_part const&) -> trace_part& = delete;
  ~trace_part() { close(written_); }

  /// Where to append the next line.
  [[nodiscard]] auto text() noexcept -> std::string& { return text_; }

  /// A line is complete: it goes to the file where that is due.
  void line_ends(time_point now) {
    if (text_.size() >= block || now - written_ >= std::chrono::seconds(1)) write(now);
  }

  /// All lines go to the file. Where that cannot be done, this and what follows is dropped, and a
  /// line on stderr says so.
  void write(time_point now) noexcept;

  /// The same; what follows is dropped.
  void close(time_point now) noexcept;

 private:
  static constexpr auto block = std::size_t{1} << 16;

  std::string name_;
  int descriptor_;
  std::string text_;
  time_point written_ = {};
};

/// Appends microseconds with three decimals.
void append_microseconds(std::string& to, std::chrono::nanoseconds time);

}  // namespace dlp::detail
