// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include <dlp/adaptor/gather.hpp>

namespace dlp::detail {

/// For a type whose move or copy can throw: it does so while the others can still hear of it. The
/// value is then made where the caller wants it: nothing but one name is returned here.
template <class T, class Make>
[[nodiscard]] auto value_of_root_in_place(collective const& what, Make make) -> T {
  auto value = T();
  auto const sent = broadcast_bytes(what, [&](bytes& to) {
    value = make();
    pack(to, value);
  });
  unpack_into(value, sent, what, what.comm.rank() == what.root);
  return value;
}

/// What `make()` gives on the root, on every rank.
/// Throws: disagreement; on every rank a task_error with what `make` threw, or the value's own
/// code.
template <class T, class Make>
[[nodiscard]] auto value_of_root(collective const& what, Make make) -> T {
  if constexpr (!std::is_nothrow_move_constructible_v<T>) {
    return value_of_root_in_place<T>(what, std::move(make));
  } else {
    auto own = std::optional<T>();
    auto const sent = broadcast_bytes(what, [&](bytes& to) {
      own.emplace(make());
      pack(to, *own);
    });
    if (what.comm.rank() == what.root) {
      static_cast<void>(unpack_all<T>({}, what));
      return std::move(*own);
    }
    return std::move(unpack_all<T>({sent}, what).front());
  }
}

}  // namespace dlp::detail
