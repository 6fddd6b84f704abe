// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <type_traits>
#include <utility>

#include <dlp/adaptor/gather.hpp>
#include <dlp/adaptor/value_of_root.hpp>
#include <dlp/comm/sendable.hpp>

namespace dlp {

/// Sets `value`, which may be an array, to the root's on every rank, and returns it.
///
/// Communicates: one message to each rank; above 32 KiB an agreement that all ranks have room, and
/// MPI_Ibcast, in pieces beyond 1 GiB.
/// Collective: every rank of the communicator. Whoever waits, sleeps.
/// Throws: usage_error; disagreement; task_error on every rank where the value could not be sent.
template <class T>
auto broadcast(T& value, collective_options options = {}) -> T& {
  using one = std::conditional_t<std::is_const_v<T>, T, std::remove_all_extents_t<T>>;
  constexpr auto can_be_set = detail::plain<one> || std::is_move_assignable_v<one>;
  if constexpr (detail::travels_whole<one>()) {
    static_assert(can_be_set,
                  "dlp::broadcast: nothing can be assigned to such a value: use what "
                  "dlp::broadcast(std::as_const(value)) returns");
    if constexpr (can_be_set) {
      detail::broadcast_value(detail::collective_of<T>("broadcast", options), value, [] {});
    }
  }
  return value;
}

/// The root's value, on every rank.
template <class T>
  requires(!std::is_lvalue_reference_v<T>)
[[nodiscard]] auto broadcast(T&& value, collective_options options = {}) -> T {
  if constexpr (detail::travels_whole<T>()) {
    return detail::value_of_root<T>(detail::collective_of<T>("broadcast", options),
                                    [&]() -> T&& { return std::move(value); });
  } else {
    return detail::no_value<T>();
  }
}

/// The root's value, on every rank; the one given stays as it is.
template <class T>
[[nodiscard]] auto broadcast(T const& value, collective_options options = {}) -> T {
  if constexpr (detail::travels_whole<T>()) {
    return detail::value_of_root<T>(detail::collective_of<T>("broadcast", options),
                                    [&]() -> T const& { return value; });
  } else {
    return detail::no_value<T>();
  }
}

}  // namespace dlp
