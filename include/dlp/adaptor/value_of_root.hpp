// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include <dlp/adaptor/gather.hpp>
#include <dlp/comm/value_memory.hpp>
#include <dlp/core/heap_slot.hpp>

namespace dlp::detail {

/// Packs what `make()` gives on the root, and calls `take` with the bytes on the other ranks.
template <class T, class Make, class Take>
void broadcast_packed(collective const& what, Make make, Take take) {
  auto sent = broadcast_bytes(what, [&](bytes& to) { pack<T>(to, make()); });
  static_cast<void>(unpack_together<T>(what, [&] {
    if (what.comm.rank() != what.root) take(std::move(sent));
    return true;
  }));
}

/// Sets `value` to the root's, which is the one that it has there once `make()` has returned.
/// Plain values, and vectors of them, travel from memory to memory, without a copy.
template <class T, class Make>
void broadcast_value(collective what, T& value, Make make) {
  if constexpr (lies_in_memory<T>) {
    what.constructs = is_plain_vector<T> && constructor_throws<T>;
    auto const send = [&] {
      make();
      return memory_of(value);
    };
    broadcast_in_place(what, send, [&](std::uint64_t size) { return make_room(value, size); });
  } else {
    auto const made = [&]() -> T const& {
      make();
      return value;
    };
    broadcast_packed<T>(what, made, [&](bytes&& sent) {
      if constexpr (plain<T> || std::is_array_v<T>) {
        unpack_into(value, sent);
      } else {
        auto slot = heap_slot<T>();
        value = std::move(slot.emplace_with([&] { return unpack<T>(std::move(sent)); }));
      }
    });
  }
}

/// `value_of_root` for a type whose move or copy can throw, which it does here while the others can
/// still be told. `value` is all that is returned, so that it lies where the caller wants it and is
/// not moved once more.
template <class T, class Make>
[[nodiscard]] auto value_of_root_in_place(collective const& what, Make make) -> T {
  auto value = T();
  auto slot = heap_slot<T>();
  broadcast_value(what, value, [&] {
    if constexpr (heap_slot<T>::is_large)
      value = std::move(slot.emplace_with(make));
    else
      value = make();
  });
  return value;
}

/// What `make()` gives on the root, on every rank.
/// Throws: disagreement; on every rank a task_error with what `make` threw, or the value's own
/// code.
template <class T, class Make>
[[nodiscard]] auto value_of_root(collective const& what, Make make) -> T {
  if constexpr ((lies_in_memory<T> && std::is_nothrow_default_constructible_v<T> &&
                 std::is_move_assignable_v<T>) ||
                (!std::is_nothrow_move_constructible_v<T> && std::is_default_constructible_v<T> &&
                 std::is_move_assignable_v<T>)) {
    return value_of_root_in_place<T>(what, std::move(make));
  } else {
    auto value = heap_slot<T>();
    auto const made = [&]() -> T const& { return value.emplace_with(make); };
    broadcast_packed<T>(what, made, [&](bytes&& sent) {
      value.emplace_with([&] { return unpack<T>(std::move(sent)); });
    });
    return std::move(*value);
  }
}

/// Packs values one after the other, each as it would travel alone.
template <class T>
void pack_each(bytes& to, std::vector<T> const& values) {
  append(to, std::uint64_t{values.size()});
  for (T const& one : values) pack_sized(to, one);
}

template <class T>
[[nodiscard]] auto unpack_each(std::span<std::byte const> from) -> std::vector<T> {
  auto values = std::vector<T>();
  auto reader = byte_reader(from);
  values.reserve(reader.take<std::uint64_t>());
  auto one = heap_slot<T>();
  while (!reader.done()) {
    auto const packed = reader.take_sized();
    one.emplace_with([&] { return unpack<T>(packed, after_reading::give_back); });
    values.push_back(std::move(*one));
  }
  return values;
}

/// The same of a vector. Its values are packed one by one: nothing is asked of their type but that
/// one can travel.
template <class T, class Make>
[[nodiscard]] auto values_of_root(collective const& what, Make make) -> std::vector<T> {
  if constexpr (is_plain_vector<std::vector<T>>) {
    return value_of_root_in_place<std::vector<T>>(what, std::move(make));
  } else {
    auto values = std::vector<T>();
    auto const sent = broadcast_bytes(what, [&](bytes& to) {
      values = make();
      pack_each(to, values);
    });
    return make_together(what, [&] {
      return what.comm.rank() == what.root ? std::move(values) : unpack_each<T>(sent);
    });
  }
}

}  // namespace dlp::detail
