// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <ranges>
#include <span>
#include <streambuf>
#include <string>
#include <type_traits>
#include <vector>

#include <boost/archive/binary_iarchive.hpp>
#include <boost/archive/binary_oarchive.hpp>

#include <dlp/comm/sendable.hpp>
#include <dlp/core/bytes.hpp>
#include <dlp/core/checksum.hpp>
#include <dlp/core/error.hpp>

namespace dlp::detail {

template <class T>
inline constexpr bool is_plain_vector = false;
template <class T, class A>
inline constexpr bool is_plain_vector<std::vector<T, A>> =
    plain<T> && std::is_default_constructible_v<T> && !std::is_same_v<T, bool>;

/// A stream buffer that writes to the end of a byte vector.
class byte_sink final : public std::streambuf {
 public:
  explicit byte_sink(bytes& to) : to_(to) {}

 private:
  auto xsputn(char const* from, std::streamsize count) -> std::streamsize override {
    auto const* const first = reinterpret_cast<std::byte const*>(from);
    to_.insert(to_.end(), first, first + count);
    return count;
  }
  auto overflow(int_type c) -> int_type override {
    to_.push_back(static_cast<std::byte>(traits_type::to_char_type(c)));
    return c;
  }

  bytes& to_;
};

/// A stream buffer that reads from a span of bytes.
class byte_source final : public std::streambuf {
 public:
  explicit byte_source(std::span<std::byte const> from) {
    auto* const first = const_cast<char*>(reinterpret_cast<char const*>(from.data()));
    setg(first, first, first + from.size());
  }
};

inline constexpr auto archive_flags = boost::archive::no_header | boost::archive::no_codecvt;

/// Stands before an archive. Boost's archives believe what they read, and a container's length that
/// is not true is read beyond the end: so nothing is read that is not whole.
struct archive_head {
  std::uint64_t size = 0;
  std::uint64_t checksum = 0;
};

/// Appends a value to `to`: plain values and vectors of them as they lie in memory, everything else
/// through Boost.Serialization.
/// Throws: what the value's `serialize` throws.
template <class T>
void pack(bytes& to, T const& value) {
  static_assert(sendable<T>,
                "dlp: values of this type cannot travel: write a serialize function for it, or "
                "include the header of Boost.Serialization that has one");
  if constexpr (!sendable<T>) {
    return;  // what Boost has to say about it is longer
  } else if constexpr (plain<T>) {
    append(to, value);
  } else if constexpr (is_plain_vector<T>) {
    append(to, std::uint64_t{value.size()});
    auto const raw = std::as_bytes(std::span(value));
    to.insert(to.end(), raw.begin(), raw.end());
  } else if constexpr (std::is_same_v<T, std::string>) {
    append(to, std::string_view(value));
  } else {
    auto const begin = to.size();
    append(to, archive_head());
    auto sink = byte_sink(to);
    auto archive = boost::archive::binary_oarchive(sink, archive_flags);
    archive << value;
    auto const written = std::span(to).subspan(begin + sizeof(archive_head));
    auto const head = archive_head{written.size(), checksum(written)};
    std::memcpy(to.data() + begin, &head, sizeof head);
  }
}

/// The value that `pack` wrote, and that is all that is left in `from`.
/// Throws: what the value's `serialize` throws; dlp::error when bytes are missing or damaged.
template <class T>
[[nodiscard]] auto unpack(std::span<std::byte const> from) -> T {
  auto reader = byte_reader(from);
  if constexpr (!sendable<T>) {
    return T();
  } else if constexpr (plain<T>) {
    return reader.take<T>();
  } else if constexpr (is_plain_vector<T>) {
    using element = typename T::value_type;
    auto const count = reader.take<std::uint64_t>();
    constexpr auto most = ~std::uint64_t{0};
    auto const raw = reader.take(count > most / sizeof(element) ? most : count * sizeof(element));
    auto value = T(count);
    if (count != 0) std::memcpy(value.data(), raw.data(), raw.size());
    return value;
  } else if constexpr (std::is_same_v<T, std::string>) {
    return reader.take_text();
  } else {
    static_assert(std::is_default_constructible_v<T>,
                  "dlp: a value that travels through Boost.Serialization is made empty first, and "
                  "then filled: its type needs a default constructor");
    auto const head = reader.take<archive_head>();
    auto const written = reader.take(head.size);
    if (!reader.done() || checksum(written) != head.checksum) {
      throw error("dlp: a value arrived damaged");
    }
    auto source = byte_source(written);
    auto archive = boost::archive::binary_iarchive(source, archive_flags);
    auto value = T();
    archive >> value;
    return value;
  }
}

}  // namespace dlp::detail
