// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include <dlp/adaptor/checked_map.hpp>
#include <dlp/comm/pack.hpp>
#include <dlp/core/failure.hpp>
#include <dlp/core/heap_slot.hpp>
#include <dlp/core/index_range.hpp>
#include <dlp/dispatch/managed_loop.hpp>

// Results that an earlier run has left in a journal.

namespace dlp::detail {

/// A place for the result of one example, made there by `f` however large it is, and destroyed
/// before the next one is made.
template <class F, class V>
using result_slot =
    heap_slot<std::conditional_t<std::is_void_v<map_result<F, V>>, no_result, map_result<F, V>>>;

/// In a handler at the root: what it does with a result has thrown. `example`: of what, in words.
inline void fail_at_root(managed_loop& loop, index_t index, std::string example = {}) {
  auto what = describe_current_exception(index, loop.rank());
  what.example = std::move(example);
  loop.fail(std::move(what));
}

/// The same, where `consume` has thrown at the result of an index, or at the one that it names.
template <class Consume>
void fail_at_root(managed_loop& loop, Consume const& consume, index_t index) {
  if constexpr (requires { consume.at(); }) index = consume.at();
  fail_at_root(loop, index);
}

/// Takes the next result that an earlier run has left, where there is one; `result` is empty where
/// it cannot be read, and the others of that run are no better then.
template <class F, class V>
auto take_stored(managed_loop& loop, result_slot<F, V>& result) -> std::optional<index_t> {
  result.reset();
  auto const raw = loop.next_stored();
  if (!raw) return std::nullopt;
  try {
    result.emplace_with([&] { return unpack<map_result<F, V>>(raw->packed); });
  } catch (...) {
    fail_at_root(loop, raw->index);
  }
  return raw->index;
}

/// Consumes the results that an earlier run has left, to the first that fails.
template <class F, class V, class Consume>
void replay(managed_loop& loop, Consume& consume) {
  while (true) {
    auto result = result_slot<F, V>();
    auto const index = take_stored<F, V>(loop, result);
    if (!result) return;
    try {
      consume(*index, std::move(*result));
    } catch (...) {
      return fail_at_root(loop, consume, *index);
    }
  }
}

}  // namespace dlp::detail
