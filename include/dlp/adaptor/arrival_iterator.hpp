// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <iterator>

namespace dlp::detail {

/// What iterators over values that arrive one after the other have in common. Such a Self has
/// `step()`, which goes to the next, and `place()`, where the current one is: null at the end.
template <class Self, class Value>
class arrival_iterator {
 public:
  using iterator_concept = std::input_iterator_tag;
  using difference_type = std::ptrdiff_t;
  using value_type = Value;

  /// The value; it may be moved from.
  [[nodiscard]] auto operator*() const -> Value& { return *self().place(); }
  [[nodiscard]] auto operator->() const -> Value* { return self().place(); }

  /// Goes to the next. Throws: what is told where the iterator is made.
  auto operator++() -> Self& {
    auto& its = static_cast<Self&>(*this);
    its.step();
    return its;
  }
  void operator++(int) { ++*this; }

  [[nodiscard]] auto at_end() const noexcept -> bool { return !self().place(); }
  friend auto operator==(arrival_iterator const& it, std::default_sentinel_t) noexcept -> bool {
    return it.at_end();
  }

 private:
  [[nodiscard]] auto self() const noexcept -> Self const& {
    return static_cast<Self const&>(*this);
  }
};

}  // namespace dlp::detail
