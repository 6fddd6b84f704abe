// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <optional>
#include <span>
#include <tuple>
#include <utility>

#include <boost/archive/binary_oarchive.hpp>

#include <dlp/comm/pieces.hpp>
#include <dlp/comm/sendable.hpp>
#include <dlp/comm/value_reader.hpp>
#include <dlp/core/bytes.hpp>
#include <dlp/core/error.hpp>

namespace dlp::detail {

/// Appends values to bytes, part by part.
class value_writer {
 public:
  explicit value_writer(bytes& to) : to_(to), sink_(to) {}

  template <class T>
  void write(T const& value) {
    using how = verdict_on<T>;
    if constexpr (std::same_as<how, as_bytes>) {
      append(to_, value);
    } else if constexpr (std::same_as<how, by_fields>) {
      auto const write_all = [this](auto&... fields) { (this->write_member(fields), ...); };
      with_fields<field_count<T>>(value, write_all);
    } else if constexpr (std::same_as<how, by_parts>) {
      write_parts<shape_of<T>()>(value);
    } else {
      if (!archive_) archive_.emplace(sink_, archive_flags);
      *archive_ << value;
    }
  }

 private:
  template <class T>
  void write_member(T const& value) {
    if constexpr (!nothing_to_send<T>) write(value);
  }

  template <shape what, class T>
  void write_parts(T const& value) {
    using std::get;
    if constexpr (what == shape::path) {
      write(value.native());
    } else if constexpr (what == shape::tuple) {
      for_each_index<std::tuple_size_v<T>>([&](auto i) { write_member(get<i>(value)); });
    } else if constexpr (what == shape::variant) {
      if (value.valueless_by_exception()) throw error("dlp: a variant without a value");
      append(to_, std::uint64_t{value.index()});
      for_each_index<parts_of<T>::size>([&](auto i) {
        if (i == value.index()) write(get<i>(value));
      });
    } else if constexpr (what == shape::optional) {
      append(to_, static_cast<unsigned char>(value.has_value()));
      if (value.has_value()) write(*value);
    } else if constexpr (is_plain_vector<T>) {
      append(to_, std::uint64_t{value.size()});
      auto const raw = std::as_bytes(std::span(value));
      to_.insert(to_.end(), raw.begin(), raw.end());
    } else {
      if constexpr (what != shape::array) append(to_, count_of(value));
      for (auto const& one : value) write(one);
    }
  }

  template <class T>
  static auto count_of(T const& value) -> std::uint64_t {
    if constexpr (requires { value.size(); })
      return value.size();
    else
      return static_cast<std::uint64_t>(std::ranges::distance(value));
  }

  bytes& to_;
  byte_sink sink_;
  std::optional<boost::archive::binary_oarchive> archive_;
};

/// What stands before a value that is not plain. Who reads such a value believes the lengths that
/// stand in it, as Boost's archives do: so nothing is read that is not whole.
struct value_head {
  std::uint64_t size = 0;
  std::uint64_t checksum = 0;
};

/// Sets the head at `begin` to size and checksum of all that is behind it.
void write_head(bytes& to, std::size_t begin);

/// What is behind the head in `from`.
/// Throws: dlp::error where bytes are missing, damaged or too many.
[[nodiscard]] auto behind_head(std::span<std::byte const> from) -> std::span<std::byte const>;

/// Appends a value to `to`: plain values and vectors of them as they lie in memory, everything else
/// with a checksum in front.
/// Throws: what the value's `serialize` throws.
template <class T>
void pack(bytes& to, T const& value) {
  if constexpr (!sendable<T>) {
    detail::explain(verdict_on<T>());
  } else if constexpr (plain<T> || is_plain_vector<T>) {
    value_writer(to).write(value);
  } else {
    auto const begin = to.size();
    append(to, value_head());
    value_writer(to).write(value);
    write_head(to, begin);
  }
}

/// The same with the size of what is packed in front, for `byte_reader::take_sized`.
template <class T>
void pack_sized(bytes& to, T const& value) {
  auto const begin = to.size();
  append(to, std::uint64_t{0});
  pack(to, value);
  auto const size = std::uint64_t{to.size() - begin - sizeof(std::uint64_t)};
  std::memcpy(to.data() + begin, &size, sizeof size);
}

/// The reader of what `pack` wrote of a T, and that is all that is left in `from`.
/// Throws: dlp::error when bytes are missing or damaged.
template <class T>
[[nodiscard]] auto reader_of(std::span<std::byte const> from, after_reading then) -> value_reader {
  return value_reader(plain<T> || is_plain_vector<T> ? from : behind_head(from), then);
}

/// Sets `place` to the value that `pack` wrote. Nothing of it is on the stack on its way, however
/// large it is.
/// Throws: what the value's `serialize` throws; dlp::error when bytes are missing or damaged.
template <class T>
void unpack_into(T& place, std::span<std::byte const> from,
                 after_reading then = after_reading::keep) {
  if constexpr (sendable<T>)
    reader_of<T>(from, then).read_into(place);
  else
    detail::explain(verdict_on<T>());
}

/// The same, as a value. It is made where the caller puts it: large ones belong on the heap.
template <class T>
[[nodiscard]] auto unpack(std::span<std::byte const> from, after_reading then = after_reading::keep)
    -> T {
  if constexpr (sendable<T>) {
    return reader_of<T>(from, then).template read<T>();
  } else {
    detail::explain(verdict_on<T>());
    throw error("");
  }
}

/// The same, of bytes that nobody will read again.
template <class T>
[[nodiscard]] auto unpack(bytes&& from) -> T {
  return unpack<T>(std::span<std::byte const>(from), after_reading::give_back);
}

}  // namespace dlp::detail
