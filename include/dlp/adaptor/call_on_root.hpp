// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <functional>
#include <type_traits>

#include <dlp/adaptor/value_of_root.hpp>
#include <dlp/comm/sendable.hpp>

namespace dlp {

/// Calls `f()` on the root alone and gives its value to everyone; for what one process should do
/// for all, as listing a directory.
///
/// Parallel: `f` runs on the root while the others wait, asleep.
/// Communicates: the value, as `broadcast` does.
/// Collective: every rank of the communicator.
/// Throws: usage_error; disagreement; on every rank a task_error with what `f` threw.
template <class F>
auto call_on_root(F f, collective_options options = {})
    -> std::remove_cvref_t<std::invoke_result_t<F&>> {
  using result = std::remove_cvref_t<std::invoke_result_t<F&>>;
  auto const what = detail::collective_of<result>("call_on_root", options);
  if constexpr (std::is_void_v<result>) {
    static_cast<void>(detail::broadcast_bytes(what, [&](bytes&) { std::invoke(f); }));
  } else if constexpr (detail::travels_whole<result>()) {
    return detail::value_of_root<result>(what, [&] { return std::invoke(f); });
  } else {
    return detail::no_value<result>();
  }
}

}  // namespace dlp
