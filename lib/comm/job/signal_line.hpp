// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>

namespace dlp::detail {

/// A line that is put together in place, without memory of its own, so that a signal's handler may;
/// what does not fit is left out.
class signal_line {
 public:
  auto operator<<(std::string_view text) noexcept -> signal_line& {
    auto const fits = std::min(text.size(), text_.size() - size_);
    std::copy_n(text.begin(), fits, text_.begin() + static_cast<std::ptrdiff_t>(size_));
    size_ += fits;
    return *this;
  }
  auto operator<<(std::uint64_t number) noexcept -> signal_line& {
    char digits[20];
    auto* const end = std::to_chars(std::begin(digits), std::end(digits), number).ptr;
    return *this << std::string_view(digits, static_cast<std::size_t>(end - digits));
  }
  /// Ends the line, in the place of its last character where there is no room.
  void end() noexcept {
    size_ = std::min(size_, text_.size() - 1);
    *this << "\n";
  }
  [[nodiscard]] auto text() const noexcept -> std::string_view { return {text_.data(), size_}; }

 private:
  std::array<char, 1024> text_;
  std::size_t size_ = 0;
};

/// "12 s", "3 min 07 s", "2 h 05 min".
inline auto append_duration(signal_line& to, std::uint64_t seconds) noexcept -> signal_line& {
  auto const two_digits = [&](std::uint64_t number) { to << (number < 10 ? "0" : "") << number; };
  if (seconds < 60) return to << seconds << " s";
  if (seconds < 3600) {
    to << seconds / 60 << " min ";
    two_digits(seconds % 60);
    return to << " s";
  }
  to << seconds / 3600 << " h ";
  two_digits(seconds % 3600 / 60);
  return to << " min";
}

}  // namespace dlp::detail
