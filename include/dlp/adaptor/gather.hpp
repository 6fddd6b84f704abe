// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include <dlp/adaptor/options.hpp>
#include <dlp/comm/collectives.hpp>
#include <dlp/comm/pack.hpp>
#include <dlp/comm/sendable.hpp>
#include <dlp/comm/value_memory.hpp>
#include <dlp/core/heap_slot.hpp>
#include <dlp/core/type_name.hpp>

namespace dlp {
namespace detail {

/// What `make()` returns on each rank; where it throws on one, every rank throws a task_error.
template <class Make>
[[nodiscard]] auto make_together(collective const& what, Make make) {
  auto made = decltype(make())();
  auto failures = std::vector<failure>();
  try {
    made = make();
  } catch (...) {
    failures.push_back(describe_current_exception(failure::no_index, what.comm.rank()));
  }
  meet(what, failures);
  return made;
}

/// The same where `make()` unpacks values of type T. The ranks meet for it only where code of the
/// type's own runs in it, which could throw.
template <class T, class Make>
[[nodiscard]] auto unpack_together(collective const& what, Make make) {
  if constexpr ((plain<T> || is_plain_vector<T>) && !constructor_throws<T>) {
    return make();
  } else {
    return make_together(what, make);
  }
}

/// Appends the value that `pack` wrote; a large one is never on the stack.
template <class T>
void unpack_onto(std::vector<T>& values, std::span<std::byte const> from) {
  constexpr auto then = after_reading::give_back;
  if constexpr (!heap_slot<T>::is_large) {
    values.push_back(unpack<T>(from, then));
  } else if constexpr (read_in_place<T>) {
    unpack_into(values.emplace_back(), from, then);
  } else {
    auto slot = heap_slot<T>();
    values.push_back(std::move(slot.emplace_with([&] { return unpack<T>(from, then); })));
  }
}

/// Unpacks every part, and frees it: there is never more than one part in memory twice.
template <class T>
[[nodiscard]] auto unpack_all(std::vector<bytes> parts, collective const& what) -> std::vector<T> {
  return unpack_together<T>(what, [&] {
    auto values = std::vector<T>();
    values.reserve(parts.size());
    for (auto& part : parts) unpack_onto(values, std::exchange(part, {}));
    return values;
  });
}

/// The call of this name on values of type T.
template <class T>
[[nodiscard]] auto collective_of(std::string name, collective_options const& options)
    -> collective {
  return {std::move(name) + " of " + type_name<T>(), options.comm, options.root, options.where};
}

/// A packed value, or what was thrown while it was packed.
template <class T>
[[nodiscard]] auto packed_in(communicator const& comm, T const& value) -> made_bytes {
  return {comm, [&value](bytes& to) { pack(to, value); }};
}

/// Every rank's value, by rank, where `how` brings them.
template <class T>
[[nodiscard]] auto gather_values(collective what, T const& value, gathering& how)
    -> std::vector<T> {
  if constexpr (lies_in_memory<T>) {
    what.constructs = constructor_throws<T>;
    auto values = std::vector<T>();
    how(what, memory_of(value), [&](std::span<index_t const> sizes) {
      values.resize(sizes.size());
      copy_memory(values[static_cast<std::size_t>(what.comm.rank())], value);
      auto places = room();
      for (auto size = sizes.begin(); auto& one : values) places.push_back(make_room(one, *size++));
      return places;
    });
    return values;
  } else {
    return unpack_all<T>(gather_bytes(what, packed_in(what.comm, value), how), what);
  }
}

}  // namespace detail

/// Every rank's value, by rank; on the root, and empty elsewhere.
///
/// Communicates: an agreement on the sizes, with which values of up to 4 KiB come along; larger
/// ones in one message each, in pieces beyond 1 GiB: plain values, and vectors and texts of them,
/// from memory to memory; above 4 KiB without a copy.
/// Collective: every rank of the communicator. Whoever waits, sleeps.
/// Throws: usage_error; disagreement; task_error on every rank where a value could not be sent.
template <class T>
[[nodiscard]] auto gather(T const& value, collective_options options = {}) -> std::vector<T> {
  if constexpr (detail::travels_whole<T>()) {
    return detail::gather_values(detail::collective_of<T>("gather", options), value,
                                 detail::gather_in_place);
  } else {
    return {};
  }
}

}  // namespace dlp
