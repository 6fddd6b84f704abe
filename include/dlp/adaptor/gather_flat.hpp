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

#include <dlp/adaptor/gather.hpp>

namespace dlp {
namespace detail {

/// Ranges of movable values that are no std::vector.
template <class R>
concept values_in_no_vector =
    std::ranges::input_range<R> && std::move_constructible<std::ranges::range_value_t<R>> &&
    !std::derived_from<std::remove_cvref_t<R>, std::vector<std::ranges::range_value_t<R>>>;

/// The values of vectors that were packed, one after the other; each is freed at once.
template <class T>
[[nodiscard]] auto unpack_flat(std::vector<bytes> parts, collective const& what) -> std::vector<T> {
  return unpack_together<std::vector<T>>(what, [&] {
    auto flat = std::vector<T>();
    for (auto& one : parts) {
      auto part = unpack<std::vector<T>>(std::exchange(one, {}));
      flat.insert(flat.end(), std::move_iterator(part.begin()), std::move_iterator(part.end()));
    }
    return flat;
  });
}

/// Room for the elements of all ranks in one vector, in which those of this rank lie already.
template <class T>
[[nodiscard]] auto make_flat_room(std::vector<T>& flat, std::span<T const> mine, std::size_t rank,
                                  std::span<index_t const> sizes) -> room {
  using all = std::vector<T>;
  auto ends = std::vector<std::size_t>{0};
  for (auto const size : sizes) ends.push_back(ends.back() + elements_in<all>(size));
  reserve_fresh(flat, ends.back());
  flat.resize(ends[rank]);
  append_elements(flat, mine);
  flat.resize(ends.back());
  auto places = room();
  for (auto i = std::size_t{0}; i != sizes.size(); ++i)
    places.push_back(memory_of(flat).subspan(ends[i] * sizeof(T), sizes[i]));
  return places;
}

/// Plain values of all ranks in one vector, in the order of the ranks, on the root.
template <class T>
[[nodiscard]] auto gather_elements(collective const& what, std::span<T const> mine)
    -> std::vector<T> {
  auto flat = std::vector<T>();
  gather_in_place(what, std::as_bytes(mine), [&](std::span<index_t const> sizes) {
    return make_flat_room(flat, mine, static_cast<std::size_t>(what.root), sizes);
  });
  return flat;
}

template <class T>
[[nodiscard]] auto gather_flat_values(collective const& what, std::vector<T> const& mine)
    -> std::vector<T> {
  if constexpr (is_plain_vector<std::vector<T>>)
    return gather_elements<T>(what, mine);
  else
    return unpack_flat<T>(gather_bytes(what, packed_in(what.comm, mine)), what);
}

/// A vector of the elements of a range; where the range throws, it fails.
template <class T, class R>
[[nodiscard]] auto copy_of_range(R&& values, collective& what) -> std::vector<T> {
  auto copy = std::vector<T>();
  require_usable(what.comm);
  try {
    for (auto&& value : values) copy.push_back(std::forward<decltype(value)>(value));
  } catch (...) {
    what.failures.push_back(describe_current_exception(failure::no_index, what.comm.rank()));
  }
  return copy;
}

}  // namespace detail

/// Every rank's values in one vector, in the order of the ranks; on the root, and empty elsewhere.
///
/// Communicates, Collective, Throws: as `gather`.
template <class T>
[[nodiscard]] auto gather_flat(std::vector<T> const& values, collective_options options = {})
    -> std::vector<T> {
  return detail::gather_flat_values(detail::collective_of<std::vector<T>>("gather_flat", options),
                                    values);
}

/// The same of any other range, which is copied into a vector first.
template <detail::values_in_no_vector R>
[[nodiscard]] auto gather_flat(R&& values, collective_options options = {}) {
  using T = std::ranges::range_value_t<R>;
  auto what = detail::collective_of<std::vector<T>>("gather_flat", options);
  auto const copy = detail::copy_of_range<T>(values, what);
  return detail::gather_flat_values(what, copy);
}

}  // namespace dlp
