// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <streambuf>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace dlp {

/// A growing piece of memory: what a message carries.
using bytes = std::vector<std::byte>;

namespace detail {

/// Appends a plain value, as it lies in memory.
template <class T>
  requires std::is_trivially_copyable_v<T>
void append(bytes& to, T const& value) {
  to.resize(to.size() + sizeof value);
  std::memcpy(to.data() + to.size() - sizeof value, &value, sizeof value);
}

/// Appends a text with its length in front.
inline void append(bytes& to, std::string_view text) {
  append(to, std::uint64_t{text.size()});
  auto const begin = to.size();
  to.resize(begin + text.size());
  text.copy(reinterpret_cast<char*>(to.data() + begin), text.size());
}

/// Reads back, piece by piece, what `append` wrote; never past the end.
class byte_reader {
 public:
  explicit byte_reader(std::span<std::byte const> from) noexcept : rest_(from) {}

  [[nodiscard]] auto done() const noexcept -> bool { return rest_.empty(); }
  /// All that has not been taken.
  [[nodiscard]] auto rest() const noexcept -> std::span<std::byte const> { return rest_; }

  /// Throws: dlp::error when fewer than `count` bytes are left.
  auto take(std::uint64_t count) -> std::span<std::byte const>;

  template <class T>
    requires std::is_trivially_copyable_v<T>
  auto take() -> T {
    auto raw = std::array<std::byte, sizeof(T)>();
    std::memcpy(raw.data(), take(sizeof(T)).data(), sizeof(T));
    return std::bit_cast<T>(raw);
  }

  /// The next piece, whose size stands in front of it.
  auto take_sized() -> std::span<std::byte const> { return take(take<std::uint64_t>()); }

  auto take_text() -> std::string {
    auto const text = take_sized();
    return {reinterpret_cast<char const*>(text.data()), text.size()};
  }

 private:
  std::span<std::byte const> rest_;
};

/// A stream buffer that writes to the end of a byte vector.
class byte_sink final : public std::streambuf {
 public:
  explicit byte_sink(bytes& to) : to_(to) {}

 private:
  auto xsputn(char const* from, std::streamsize count) -> std::streamsize override;
  auto overflow(int_type c) -> int_type override;

  bytes& to_;
};

}  // namespace detail
}  // namespace dlp
