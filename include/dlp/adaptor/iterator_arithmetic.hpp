// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <iterator>

namespace dlp::detail {

/// The base class of an iterator that has `++it`, and as far as its `iterator_concept` says `--it`,
/// `it += n` and `a - b`: it gets the operators that follow from them.
struct iterator_arithmetic {};

template <class I, class Tag>
concept iterator_of = std::derived_from<I, iterator_arithmetic> &&
                      std::derived_from<typename I::iterator_concept, Tag>;

template <std::derived_from<iterator_arithmetic> I>
constexpr auto operator++(I& it, int) {
  if constexpr (iterator_of<I, std::forward_iterator_tag>) {
    auto before = it;
    ++it;
    return before;
  } else {
    ++it;
  }
}
template <iterator_of<std::bidirectional_iterator_tag> I>
constexpr auto operator--(I& it, int) -> I {
  auto before = it;
  --it;
  return before;
}

template <iterator_of<std::random_access_iterator_tag> I>
constexpr auto operator-=(I& it, typename I::difference_type n) -> I& {
  return it += -n;
}
template <iterator_of<std::random_access_iterator_tag> I>
constexpr auto operator+(I it, typename I::difference_type n) -> I {
  return it += n;
}
template <iterator_of<std::random_access_iterator_tag> I>
constexpr auto operator+(typename I::difference_type n, I it) -> I {
  return it += n;
}
template <iterator_of<std::random_access_iterator_tag> I>
constexpr auto operator-(I it, typename I::difference_type n) -> I {
  return it += -n;
}

}  // namespace dlp::detail
