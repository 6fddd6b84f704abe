// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <type_traits>
#include <utility>

#include <dlp/adaptor/gather.hpp>
#include <dlp/adaptor/value_of_root.hpp>

namespace dlp {

/// Sets `value` to the root's on every rank, and returns it.
///
/// Communicates: one message to each rank, or, above 32 KiB, Boost.MPI's broadcast
/// (MPI_Ibcast where ranks outnumber cores), in pieces beyond 1 GiB.
/// Collective: every rank of the communicator. Whoever waits, sleeps.
/// Throws: usage_error; disagreement; task_error on every rank where the value could not be sent.
template <class T>
auto broadcast(T& value, collective_options options = {}) -> T& {
  detail::broadcast_value(detail::collective_of<T>("broadcast", options), value, [] {});
  return value;
}

/// The root's value, on every rank.
template <class T>
  requires(!std::is_lvalue_reference_v<T>)
[[nodiscard]] auto broadcast(T&& value, collective_options options = {}) -> T {
  return detail::value_of_root<T>(detail::collective_of<T>("broadcast", options),
                                  [&]() -> T&& { return std::move(value); });
}

/// The root's value, on every rank; the one given stays as it is.
template <class T>
[[nodiscard]] auto broadcast(T const& value, collective_options options = {}) -> T {
  return detail::value_of_root<T>(detail::collective_of<T>("broadcast", options),
                                  [&]() -> T const& { return value; });
}

}  // namespace dlp
