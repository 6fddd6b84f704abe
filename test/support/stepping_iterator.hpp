// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <iterator>

namespace dlp_test {

/// Walks over 0, 1, …: `step(at)` makes the next number, or throws; `Step::size`, if there is one,
/// ends the walk.
template <class Step>
struct stepping_iterator {
  using iterator_concept = std::forward_iterator_tag;
  using difference_type = std::ptrdiff_t;
  using value_type = int;

  int at = 0;
  Step step = {};

  auto operator*() const -> int { return at; }
  auto operator++() -> stepping_iterator& {
    step(at);
    return *this;
  }
  auto operator++(int) -> stepping_iterator {
    auto before = *this;
    ++*this;
    return before;
  }
  auto operator==(stepping_iterator const&) const -> bool = default;
  auto operator==(std::default_sentinel_t) const -> bool
    requires requires { Step::size; }
  {
    return at == Step::size;
  }
};

}  // namespace dlp_test
