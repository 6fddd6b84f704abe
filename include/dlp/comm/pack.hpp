// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <memory>
#include <ranges>
#include <span>
#include <streambuf>
#include <string>
#include <type_traits>
#include <vector>

#include <boost/archive/binary_iarchive.hpp>
#include <boost/archive/binary_oarchive.hpp>

#include <dlp/comm/pieces.hpp>
#include <dlp/comm/sendable.hpp>
#include <dlp/core/bytes.hpp>
#include <dlp/core/checksum.hpp>
#include <dlp/core/error.hpp>

namespace dlp::detail {

/// Whether a type is a vector of plain values; a text is one, of characters.
template <class T>
inline constexpr bool is_plain_vector = std::is_same_v<T, std::string>;
template <class T, class A>
inline constexpr bool is_plain_vector<std::vector<T, A>> =
    plain<T>&& std::is_default_constructible_v<T> && !std::is_same_v<T, bool>;

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

/// What becomes of the memory that a value has been read from: given back piece by piece, there is
/// never more than one piece of a large value in memory twice.
enum class after_reading { keep, give_back };

/// A stream buffer that reads from a span of bytes.
class byte_source final : public std::streambuf {
 public:
  byte_source(std::span<std::byte const> from, after_reading then) : rest_(from), then_(then) {}

 private:
  auto underflow() -> int_type override {
    if (rest_.empty()) return traits_type::eof();
    if (then_ == after_reading::give_back) give_back_pages(piece_);
    piece_ = take_piece(rest_);
    auto* const first = const_cast<char*>(reinterpret_cast<char const*>(piece_.data()));
    setg(first, first, first + piece_.size());
    return traits_type::to_int_type(*first);
  }

  std::span<std::byte const> rest_;
  std::span<std::byte const> piece_;
  after_reading then_;
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

/// Appends the values of the vector that `pack` wrote to `values`.
template <class Vector>
void unpack_to_end(Vector& values, std::span<std::byte const> from, after_reading then) {
  constexpr auto each = sizeof(typename Vector::value_type);
  auto reader = byte_reader(from);
  auto const count = reader.take<std::uint64_t>();
  auto raw = reader.take(count > ~std::uint64_t{0} / each ? ~std::uint64_t{0} : count * each);
  values.reserve(values.size() + count);
  auto const most = std::max<std::uint64_t>(piece_limit() / each, 1) * each;
  while (!raw.empty()) {
    auto const piece = raw.first(std::min<std::uint64_t>(raw.size(), most));
    auto const before = values.size();
    values.resize(before + piece.size() / each);
    std::memcpy(values.data() + before, piece.data(), piece.size());
    raw = raw.subspan(piece.size());
    if (then == after_reading::give_back && !raw.empty()) give_back_pages(piece);
  }
}

/// Sets `place` to the value that `pack` wrote, and that is all that is left in `from`. Nothing of
/// it is on the stack on its way, however large it is.
/// Throws: what the value's `serialize` throws; dlp::error when bytes are missing or damaged.
template <class T>
void unpack_into(T& place, std::span<std::byte const> from,
                 after_reading then = after_reading::keep) {
  if constexpr (!sendable<T>) {
    return;
  } else if constexpr (plain<T>) {
    auto const raw = byte_reader(from).take(sizeof place);
    std::memcpy(static_cast<void*>(std::addressof(place)), raw.data(), raw.size());
  } else if constexpr (is_plain_vector<T>) {
    place.clear();
    unpack_to_end(place, from, then);
  } else {
    auto reader = byte_reader(from);
    auto const head = reader.take<archive_head>();
    auto const written = reader.take(head.size);
    if (!reader.done() || checksum(written) != head.checksum) {
      throw error("dlp: a value arrived damaged");
    }
    auto source = byte_source(written, then);
    auto archive = boost::archive::binary_iarchive(source, archive_flags);
    archive >> place;
  }
}

/// The same, as a value. It is made where the caller puts it: large ones belong on the heap.
template <class T>
[[nodiscard]] auto unpack(std::span<std::byte const> from, after_reading then = after_reading::keep)
    -> T {
  static_assert(std::is_default_constructible_v<T> || !sendable<T>,
                "dlp: a value that travels through Boost.Serialization is made empty first, and "
                "then filled: its type needs a default constructor");
  auto value = T();  // in a block of an `if constexpr`, GCC would make it on the stack
  unpack_into(value, from, then);
  return value;
}
template <class T>
  requires(plain<T> && !std::is_default_constructible_v<T>)
[[nodiscard]] auto unpack(std::span<std::byte const> from, after_reading then = after_reading::keep)
    -> T {
  auto const raw = std::make_unique<std::array<std::byte, sizeof(T)>>();
  unpack_into(*raw, from, then);
  return std::bit_cast<T>(*raw);
}

/// The same, of bytes that nobody will read again.
template <class T>
[[nodiscard]] auto unpack(bytes&& from) -> T {
  return unpack<T>(std::span<std::byte const>(from), after_reading::give_back);
}

}  // namespace dlp::detail
