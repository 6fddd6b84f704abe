// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <functional>
#include <optional>
#include <ranges>
#include <span>
#include <string>
#include <type_traits>
#include <utility>

#include <dlp/adaptor/reducible_value.hpp>
#include <dlp/adaptor/value_of_root.hpp>
#include <dlp/comm/collectives.hpp>
#include <dlp/comm/sendable.hpp>
#include <dlp/core/combine.hpp>

namespace dlp {
namespace detail {

/// Whether `op` is this operation of the standard library, for any type or for T.
template <template <class> class Known, class Op, class T>
inline constexpr bool is_standard = std::is_same_v<Op, Known<void>> || std::is_same_v<Op, Known<T>>;

/// What MPI calls `op` on integers of type T.
template <class Op, class T>
constexpr auto operation_of() -> std::optional<operation> {
  if (!std::integral<T> || std::is_same_v<T, bool> || sizeof(T) > sizeof(std::int64_t)) return {};
  if (is_standard<std::plus, Op, T>) return operation::sum;
  if (is_standard<std::multiplies, Op, T>) return operation::product;
  if (is_standard<std::bit_and, Op, T>) return operation::bit_and;
  if (is_standard<std::bit_or, Op, T>) return operation::bit_or;
  if (is_standard<std::bit_xor, Op, T>) return operation::bit_xor;
  if (std::is_same_v<Op, std::remove_cv_t<decltype(std::ranges::min)>>) return operation::least;
  if (std::is_same_v<Op, std::remove_cv_t<decltype(std::ranges::max)>>) return operation::greatest;
  return std::nullopt;
}

/// The integers in `value`, where MPI itself knows the operation.
template <class Op, class T>
auto integers_of(T& value) -> std::optional<integers> {
  if constexpr (goes_by_parts<Op, T>() && std::ranges::contiguous_range<T>) {
    using each = std::ranges::range_value_t<T>;
    if constexpr (constexpr auto how = operation_of<Op, each>(); how) {
      auto const raw = std::as_writable_bytes(std::span(value));
      return integers{raw, sizeof(each), std::is_signed_v<each>, *how};
    }
  } else if constexpr (constexpr auto how = operation_of<Op, T>(); how) {
    auto const raw = std::as_writable_bytes(std::span(&value, 1));
    return integers{raw, sizeof(T), std::is_signed_v<T>, *how};
  }
  return std::nullopt;
}

/// What has to be the same on every rank, in words.
template <class Op, class T>
auto words_of(std::string name, T const& value) -> std::string {
  name += " of " + type_name<T>();
  if constexpr (goes_by_parts<Op, T>() && has_elements<T>) {
    name += " with " + std::to_string(std::ranges::distance(value)) + " elements";
  }
  return name + " by " + type_name<Op>();
}

/// Who gets the result.
enum class given_to { root, all };

/// Puts every rank's `value` together, in its place.
template <given_to whom, class T, class Op>
void reduce_into(T& value, Op& op, std::string words, collective_options const& options) {
  auto what = collective{std::move(words), options.comm, options.root, options.where};
  auto mine = reducible_value<T, Op>(value, op);
  if (reduce_parts(what, mine, integers_of<Op>(value), whom == given_to::all)) return;
  if constexpr (whom == given_to::all) {
    broadcast_value(what, value, [] {});
  } else {
    meet(what, what.failures);
  }
}

/// Whether `op` can put such values together; where it cannot, the compiler says why.
template <given_to whom, class V, class Op>
consteval auto can_reduce() -> bool {
  if constexpr (!travels_whole<std::remove_cvref_t<V>>()) {
    return false;
  } else {
    constexpr auto can = is_right_for<Op, std::decay_t<V>>();
    static_assert(can || whom != given_to::root,
                  "dlp::reduce: op takes neither two such values nor two of their elements, or "
                  "what it returns is no number that they can hold");
    static_assert(can || whom != given_to::all,
                  "dlp::all_reduce: op takes neither two such values nor two of their elements, or "
                  "what it returns is no number that they can hold");
    return can;
  }
}

/// `reduce` and `all_reduce`. They are functions of their own for large values, which belong where
/// the caller wants them: in an `if constexpr` GCC would make them on the stack, and copy them.
template <class V, class Op>
[[nodiscard]] auto reduced(V&& value, Op& op, collective_options const& options)
    -> std::optional<std::decay_t<V>> {  // Clang builds it in place only where the type is written
  auto result = std::optional<std::decay_t<V>>(std::forward<V>(value));
  reduce_into<given_to::root>(*result, op, words_of<Op>("reduce", *result), options);
  if (options.comm.rank() != options.root) result.reset();
  return result;
}
template <class V, class Op>
[[nodiscard]] auto all_reduced(V&& value, Op& op, collective_options const& options)
    -> std::decay_t<V> {
  auto result = std::decay_t<V>(std::forward<V>(value));
  reduce_into<given_to::all>(result, op, words_of<Op>("all_reduce", result), options);
  return result;
}

}  // namespace detail

/// op(… op(value of rank 0, value of rank 1) …, value of the last): every rank's value put together
/// by `op`, on the root; nothing elsewhere.
///
/// `op` is to be associative. It is applied in a binary tree in the order of the ranks, so that the
/// bits depend on the values and the number of ranks alone. A container that `op` does not take is
/// put together element by element, a map key by key; so is any container of the standard library
/// but a string by an `op` with `auto` parameters, which is given elements: to put whole ones
/// together write their type, as in `[](std::vector<int> a, std::vector<int> const& b)`. A class
/// with elements and an operation of its own goes whole. Ranks that were lost before are left out.
///
/// Parallel: `op` runs on half of the ranks, then on a quarter, and last on the root.
/// Communicates: one message from each rank, or pieces of 4 MiB of a large container; integers by
/// MPI_Ireduce, where `op` is one of std::plus, multiplies, bit_and, bit_or, bit_xor, or
/// std::ranges::min, max.
/// Collective: every rank of the communicator. Whoever waits, sleeps.
/// Throws: usage_error; disagreement, also where lengths differ; task_error on every rank where
/// `op` threw or a value could not be sent.
template <class V, class Op>
[[nodiscard]] auto reduce(V&& value, Op op, collective_options options = {})
    -> std::optional<std::decay_t<V>> {
  if constexpr (detail::can_reduce<detail::given_to::root, V, Op>()) {
    return detail::reduced(std::forward<V>(value), op, options);
  } else {
    return std::nullopt;
  }
}

/// The same on every rank.
///
/// Communicates: as `reduce`, and the result as `broadcast` does; integers by MPI_Iallreduce.
/// Parallel, Collective, Throws: as `reduce`.
template <class V, class Op>
[[nodiscard]] auto all_reduce(V&& value, Op op, collective_options options = {})
    -> std::decay_t<V> {
  if constexpr (detail::can_reduce<detail::given_to::all, V, Op>()) {
    return detail::all_reduced(std::forward<V>(value), op, options);
  } else {
    return detail::no_value<std::decay_t<V>>();
  }
}

}  // namespace dlp
