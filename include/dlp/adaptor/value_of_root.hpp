// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>

#include <dlp/adaptor/gather.hpp>

namespace dlp::detail {

/// Packs what `make()` gives on the root, and calls `take` with it on the other ranks.
template <class T, class Make, class Take>
void broadcast_packed(collective const& what, Make make, Take take) {
  auto sent = broadcast_bytes(what, [&](bytes& to) { pack<T>(to, make()); });
  static_cast<void>(unpack_together<T>(what, [&] {
    if (what.comm.rank() != what.root) take(unpack<T>(std::move(sent)));
    return true;
  }));
}

/// Sets `value` to the root's, which is the one that it has there once `make()` has returned.
/// Vectors of plain values travel from memory to memory, without a copy.
template <class T, class Make>
void broadcast_value(collective const& what, T& value, Make make) {
  if constexpr (is_plain_vector<T>) {
    auto const raw = [&] { return std::as_writable_bytes(std::span(value)); };
    auto const send = [&] {
      make();
      return raw();
    };
    auto const receive = [&](std::uint64_t size) {
      value.resize(size / sizeof(typename T::value_type));
      return raw();
    };
    broadcast_in_place(what, send, receive);
  } else {
    auto const made = [&]() -> T const& {
      make();
      return value;
    };
    broadcast_packed<T>(what, made, [&](T&& sent) { value = std::move(sent); });
  }
}

/// For a type whose move or copy can throw: it does so while the others can still hear of it. The
/// value is then made where the caller wants it: nothing but one name is returned here.
template <class T, class Make>
[[nodiscard]] auto value_of_root_in_place(collective const& what, Make make) -> T {
  auto value = T();
  broadcast_value(what, value, [&] { value = make(); });
  return value;
}

/// What `make()` gives on the root, on every rank.
/// Throws: disagreement; on every rank a task_error with what `make` threw, or the value's own
/// code.
template <class T, class Make>
[[nodiscard]] auto value_of_root(collective const& what, Make make) -> T {
  if constexpr (is_plain_vector<T> || !std::is_nothrow_move_constructible_v<T>) {
    return value_of_root_in_place<T>(what, std::move(make));
  } else {
    auto value = std::optional<T>();
    auto const made = [&]() -> T const& { return value.emplace(make()); };
    broadcast_packed<T>(what, made, [&](T&& sent) { value.emplace(std::move(sent)); });
    return std::move(*value);
  }
}

}  // namespace dlp::detail
