// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <limits>
#include <memory>
#include <source_location>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <dlp/adaptor/node_handles.hpp>
#include <dlp/comm/communicator.hpp>
#include <dlp/comm/node_memory.hpp>
#include <dlp/comm/sendable.hpp>
#include <dlp/core/error.hpp>
#include <dlp/core/heap_slot.hpp>
#include <dlp/core/type_name.hpp>

namespace dlp {

/// Options of `once_per_node`; the same on every rank.
struct once_per_node_options {
  /// The root alone makes the data, and one rank of each other node gets them from there: for a
  /// file that only the root can read, or what takes long to compute.
  bool from_root = false;
  int root = 0;            ///< on its node, the rank that makes the data
  communicator comm = {};  ///< the ranks that take part: the world, unless said otherwise
  /// The line of the program that errors name.
  std::source_location where = std::source_location::current();
};

namespace detail {

/// The type that a handle of `once_per_node` has for what `make()` gives: for a vector an array.
template <class T>
struct once_made {
  using element = T;
  using handle = node_value<T>;
};
template <class T, class A>
struct once_made<std::vector<T, A>> {
  using element = T;
  using handle = node_array<T>;
};

template <>
struct once_made<void> {
  using element = void;
  using handle = node_array<std::byte>;
};

/// Whether it lies in memory as it is; what is in a std::vector<bool> does not.
template <class Made>
inline constexpr auto is_made_once =
    plain<typename once_made<Made>::element> && !std::is_array_v<Made> &&
    !(std::is_same_v<typename once_made<Made>::element, bool> && !std::is_same_v<Made, bool>);

/// Has the compiler say so where they cannot be shared, and name their type.
template <class Made, bool is_fit>
consteval void require_plain() {
  static_assert(is_fit,
                "dlp::once_per_node: ranks share plain data alone, a std::vector of them, or one "
                "struct: numbers, and arrays and structs of numbers, without addresses, "
                "std::string or std::vector in them, and no std::vector<bool>");
}

[[nodiscard]] inline auto collective_of_nodes(std::string words,
                                              once_per_node_options const& options) -> collective {
  if (options.from_root) words += ", from_root";
  return {"once_per_node of " + std::move(words), options.comm, options.root, options.where};
}

}  // namespace detail

/// What `make()` gives, a std::vector of plain elements or a plain struct, in memory that all ranks
/// of a node read, as a node_array or a node_value: 64 ranks that read a table of 4 GB need 4 GB.
/// While it is copied there the rank that has made it needs twice as much: see the next.
///
/// Parallel: `make` runs on one rank of each node, or on the root alone with `.from_root`, while
/// the others wait, asleep.
/// Communicates: five agreements, none of which carries data; with `.from_root` what is made, from
/// the root to other nodes.
/// Collective: every rank of the communicator.
/// Throws: usage_error; disagreement; on every rank a task_error with what `make` threw on one, or
/// that a node has not so much memory.
template <std::invocable Make>
[[nodiscard]] auto once_per_node(Make make, once_per_node_options options = {}) {
  using made = std::remove_cvref_t<std::invoke_result_t<Make&>>;
  using types = detail::once_made<made>;
  using handle = typename types::handle;
  detail::require_plain<made, detail::is_made_once<made>>();
  if constexpr (detail::is_made_once<made>) {
    auto value = detail::heap_slot<made>();
    auto const raw = [&] {
      if constexpr (std::is_same_v<handle, node_value<made>>)
        return std::as_bytes(std::span(&*value, 1));
      else
        return std::as_bytes(std::span(*value));
    };
    auto const size = [&] {
      value.emplace_with([&]() -> decltype(auto) { return std::invoke(make); });
      return std::uint64_t{raw().size()};
    };
    auto const fill = [&](std::span<std::byte> to) {
      if (!to.empty()) std::memcpy(to.data(), raw().data(), to.size());
    };
    return handle(
        detail::fill_once_per_node(detail::collective_of_nodes(detail::type_name<made>(), options),
                                   {options.from_root, size, fill}));
  } else {
    return detail::no_value<handle>();
  }
}

/// `n` elements that `fill(std::span<T>)` sets where they lie, for which one copy is all that ever
/// is in memory. Before, they are as T's default constructor leaves them, or zero.
///
/// Parallel, Communicates, Collective: as the other.
/// Throws: as the other; usage_error where no memory could have so many.
template <class T, std::invocable<std::span<T>> Fill>
[[nodiscard]] auto once_per_node(std::size_t n, Fill fill, once_per_node_options options = {})
    -> node_array<T> {
  detail::require_plain<T, detail::plain<T> && !std::is_const_v<T>>();
  if constexpr (detail::plain<T> && !std::is_const_v<T>) {
    if (n > std::numeric_limits<std::ptrdiff_t>::max() / sizeof(T)) {
      throw usage_error("dlp: once_per_node of " + std::to_string(n) + " elements of " +
                        std::to_string(sizeof(T)) + " bytes: no memory has so many");
    }
    auto const size = [=] { return std::uint64_t{n * sizeof(T)}; };
    auto const fill_in_place = [&](std::span<std::byte> to) {
      auto const elements = std::span(reinterpret_cast<T*>(to.data()), n);
      if constexpr (std::is_default_constructible_v<T> &&
                    !std::is_trivially_default_constructible_v<T>) {
        std::uninitialized_default_construct(elements.begin(), elements.end());
      }
      std::invoke(fill, elements);
    };
    return node_array<T>(detail::fill_once_per_node(
        detail::collective_of_nodes(std::to_string(n) + " " + detail::type_name<T>(), options),
        {options.from_root, size, fill_in_place}));
  } else {
    return detail::no_value<node_array<T>>();
  }
}

}  // namespace dlp
