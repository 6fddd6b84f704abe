// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <concepts>
#include <cstddef>
#include <iterator>
#include <ranges>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include <dlp/adaptor/options.hpp>
#include <dlp/comm/collectives.hpp>
#include <dlp/comm/pack.hpp>
#include <dlp/comm/sendable.hpp>
#include <dlp/core/heap_slot.hpp>
#include <dlp/core/type_name.hpp>

namespace dlp {
namespace detail {

/// Ranges of movable values that are no std::vector.
template <class R>
concept values_in_no_vector =
    std::ranges::input_range<R> && std::move_constructible<std::ranges::range_value_t<R>> &&
    !std::derived_from<std::remove_cvref_t<R>, std::vector<std::ranges::range_value_t<R>>>;

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
  if constexpr (plain<T> || is_plain_vector<T>) {
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

/// How many values there are in packed vectors of them, at the most.
template <class T>
[[nodiscard]] auto flat_size(std::vector<bytes> const& parts) -> std::size_t {
  auto sum = std::size_t{0};
  for (auto const& one : parts) sum += one.size() / sizeof(T);
  return sum;
}

/// The same for parts that are vectors themselves, one after the other.
template <class T>
[[nodiscard]] auto unpack_flat(std::vector<bytes> parts, collective const& what) -> std::vector<T> {
  return unpack_together<std::vector<T>>(what, [&] {
    auto flat = std::vector<T>();
    if constexpr (is_plain_vector<std::vector<T>>) flat.reserve(flat_size<T>(parts));
    for (auto& one : parts) {
      auto packed = std::exchange(one, {});
      if constexpr (is_plain_vector<std::vector<T>>) {
        value_reader(packed, after_reading::give_back).append_to(flat);
      } else {
        auto part = unpack<std::vector<T>>(std::move(packed));
        flat.insert(flat.end(), std::move_iterator(part.begin()), std::move_iterator(part.end()));
      }
    }
    return flat;
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

}  // namespace detail

/// Every rank's value, by rank; on the root, and empty elsewhere.
///
/// Communicates: one message from each rank by Boost.MPI's gatherv (MPI_Igatherv where ranks
/// outnumber cores), after an agreement on the sizes; beyond 1 GiB in all, in pieces.
/// Collective: every rank of the communicator. Whoever waits, sleeps.
/// Throws: usage_error; disagreement; task_error on every rank where a value could not be sent.
template <class T>
[[nodiscard]] auto gather(T const& value, collective_options options = {}) -> std::vector<T> {
  if constexpr (detail::travels_whole<T>()) {
    auto const what = detail::collective_of<T>("gather", options);
    return detail::unpack_all<T>(detail::gather_bytes(what, detail::packed_in(options.comm, value)),
                                 what);
  } else {
    return {};
  }
}

/// Every rank's values in one vector, in the order of the ranks; on the root, and empty elsewhere.
///
/// Communicates, Collective, Throws: as `gather`.
template <class T>
[[nodiscard]] auto gather_flat(std::vector<T> const& values, collective_options options = {})
    -> std::vector<T> {
  auto const what = detail::collective_of<std::vector<T>>("gather_flat", options);
  return detail::unpack_flat<T>(detail::gather_bytes(what, detail::packed_in(options.comm, values)),
                                what);
}

/// The same of any other range, which is copied into a vector first.
template <detail::values_in_no_vector R>
[[nodiscard]] auto gather_flat(R&& values, collective_options options = {}) {
  using all = std::vector<std::ranges::range_value_t<R>>;
  auto const what = detail::collective_of<all>("gather_flat", options);
  auto const pack = [&values](bytes& to) {
    auto copy = all();
    for (auto&& value : values) copy.push_back(std::forward<decltype(value)>(value));
    detail::pack(to, copy);
  };
  return detail::unpack_flat<typename all::value_type>(
      detail::gather_bytes(what, {options.comm, pack}), what);
}

}  // namespace dlp
