// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <optional>
#include <type_traits>
#include <utility>

#include <dlp/adaptor/gather.hpp>

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
  } else {
    auto const at_root = options.comm.rank() == options.root;
    if constexpr (std::is_nothrow_move_constructible_v<result>) {
      auto own = std::optional<result>();
      auto const sent = detail::broadcast_bytes(what, [&](bytes& to) {
        own.emplace(std::invoke(f));
        detail::pack(to, *own);
      });
      auto received =
          detail::unpack_all<result>(at_root ? std::vector<bytes>() : std::vector<bytes>{sent}, what);
      return at_root ? std::move(*own) : std::move(received.front());
    } else {  // a move that throws has to do so where the others hear of it
      auto value = result();
      auto const sent = detail::broadcast_bytes(what, [&](bytes& to) {
        value = std::invoke(f);
        detail::pack(to, value);
      });
      detail::unpack_into(value, sent, what, at_root);
      return value;
    }
  }
}

}  // namespace dlp
