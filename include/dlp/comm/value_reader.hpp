// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <boost/archive/binary_iarchive.hpp>

#include <dlp/comm/made_of_parts.hpp>
#include <dlp/comm/pieces.hpp>
#include <dlp/comm/sendable.hpp>
#include <dlp/core/error.hpp>
#include <dlp/core/heap_slot.hpp>

namespace dlp::detail {

/// Whether a type is a vector of plain values; a text is one, of characters.
template <class T>
inline constexpr bool is_plain_vector = std::is_same_v<T, std::string>;
template <class T, class A>
inline constexpr bool is_plain_vector<std::vector<T, A>> =
    plain<T> && std::is_default_constructible_v<T> && !std::is_same_v<T, bool>;

inline constexpr auto archive_flags = boost::archive::no_header | boost::archive::no_codecvt;

/// Calls `call` with 0, 1, … below `count`, as constants.
template <std::size_t count, class Call>
void for_each_index(Call call) {
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (call(std::integral_constant<std::size_t, I>()), ...);
  }(std::make_index_sequence<count>());
}

/// Reads what value_writer wrote: a value in its place, where its type allows that; else a large
/// part of one is made on the heap, and moved there.
/// Throws: dlp::error where bytes are missing; what a value's `serialize` throws.
class value_reader {
 public:
  value_reader(std::span<std::byte const> from, after_reading then) : source_(from, then) {}

  template <class T>
  void read_into(T& place) {
    using how = verdict_on<T>;
    if constexpr (std::same_as<how, as_bytes>) {
      source_.read(static_cast<void*>(std::addressof(place)), sizeof place);
    } else if constexpr (std::same_as<how, by_fields>) {
      auto const read_all = [this](auto&... fields) { (this->read_member(fields), ...); };
      with_fields<field_count<T>>(place, read_all);
    } else if constexpr (std::same_as<how, by_parts>) {
      read_parts<shape_of<T>()>(place);
    } else {
      if (!archive_) archive_.emplace(source_, archive_flags);
      *archive_ >> place;
    }
  }

  template <class T>
    requires read_in_place<T>
  auto read() -> T {
    auto value = T();  // in an inner block GCC would make it on the stack, and copy it
    read_into(value);
    return value;
  }
  template <class T>
  auto read() -> T {
    return made_of_parts<T>(*this);
  }

  /// Appends plain values to a vector of them.
  template <class Vector>
  void append_to(Vector& values) {
    constexpr auto each = sizeof(typename Vector::value_type);
    auto count = read<std::uint64_t>();
    if (count > source_.left() / each) throw error(arrived_damaged);
    values.reserve(values.size() + count);
    while (count != 0) {
      auto const some = std::min(count, std::max<std::uint64_t>(piece_limit() / each, 1));
      values.resize(values.size() + some);
      source_.read(values.data() + values.size() - some, some * each);
      count -= some;
    }
  }

 private:
  template <class T>
  void read_member(T& place) {
    if constexpr (!nothing_to_send<T>) read_into(place);
  }
  template <std::size_t at = 0, class T>
  void read_variant_into(T& place, std::uint64_t index) {
    if constexpr (at == std::variant_size_v<T>) {
      throw error(arrived_damaged);
    } else if (index != at) {
      read_variant_into<at + 1>(place, index);
    } else {
      read_part<std::variant_alternative_t<at, T>>([&]<class... From>(From&&... from) -> auto& {
        return place.template emplace<at>(std::forward<From>(from)...);
      });
    }
  }

  template <class Part>
  auto read_apart(heap_slot<Part>& slot) -> Part&& {
    return std::move(slot.emplace_with([this] { return read<Part>(); }));
  }

  /// Reads a part that `make(arguments…)` makes in its place.
  template <class Part, class Make>
  void read_part(Make make) {
    if constexpr (!read_in_place<Part>) {
      auto slot = heap_slot<Part>();
      make(read_apart(slot));
    } else if constexpr (std::is_same_v<decltype(make()), Part&>) {
      read_into(make());
    } else {
      make(read<Part>());  // std::vector<bool> refers to its elements by objects
    }
  }

  template <shape what, class T>
  void read_parts(T& place) {
    using std::get;
    if constexpr (what == shape::path) {
      place = read<typename T::string_type>();
    } else if constexpr (what == shape::tuple) {
      for_each_index<std::tuple_size_v<T>>([&](auto i) { read_member(get<i>(place)); });
    } else if constexpr (what == shape::variant) {
      read_variant_into(place, read<std::uint64_t>());
    } else if constexpr (what == shape::optional) {
      place.reset();
      if (read<unsigned char>() == 0) return;
      read_part<element_of<T>>([&]<class... From>(From&&... from) -> decltype(auto) {
        return place.emplace(std::forward<From>(from)...);
      });
    } else if constexpr (what == shape::array) {
      for (auto& one : place) read_into(one);
    } else if constexpr (what == shape::valarray) {
      auto const count = read<std::uint64_t>();
      if (count > source_.left()) throw error(arrived_damaged);
      place = T(count);  // resize takes the value that fills it on the stack
      for (auto& one : place) read_into(one);
    } else {
      place.clear();
      if constexpr (is_plain_vector<T>)
        append_to(place);
      else
        read_elements(place, read<std::uint64_t>());
    }
  }

  template <class T>
  void read_elements(T& place, std::uint64_t count) {
    using part = element_of<T>;
    if constexpr (requires { place.reserve(count); })
      place.reserve(std::min(count, source_.left()));
    if constexpr (requires { place.before_begin(); }) {
      for (auto last = place.before_begin(); count != 0; --count) {
        read_part<part>([&]<class... From>(From&&... from) -> auto& {
          return *(last = place.emplace_after(last, std::forward<From>(from)...));
        });
      }
    } else if constexpr (requires { typename T::key_type; }) {
      for (; count != 0; --count) {
        auto slot = heap_slot<part>();
        place.insert(place.end(), read_apart(slot));
      }
    } else if constexpr (requires { place.append(1, part()); }) {  // a text has no emplace_back
      for (; count != 0; --count) place.push_back(read<part>());
    } else {
      for (; count != 0; --count) {
        read_part<part>([&]<class... From>(From&&... from) -> decltype(auto) {
          return place.emplace_back(std::forward<From>(from)...);
        });
      }
    }
  }

  byte_source source_;
  std::optional<boost::archive::binary_iarchive> archive_;
};

}  // namespace dlp::detail
