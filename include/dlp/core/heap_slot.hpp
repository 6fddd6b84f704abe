// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace dlp::detail {

/// A place for one value that is made later, as std::optional is one, and whose type needs no
/// default constructor. A large value lies on the heap and is made there: a stack has 8 MiB, and a
/// result that the program keeps in a vector may well have more.
template <class T>
class heap_slot {
 public:
  /// Whether values of this type are too large for a place inside of other objects.
  static constexpr auto is_large = sizeof(T) > 1024;

  /// Puts what `make()` returns here; a large value is neither copied nor moved on its way.
  template <class Make>
  auto emplace_with(Make&& make) -> T& {
    if constexpr (is_large) {
      value_.reset();  // there are never two
      value_.reset(::new T(std::forward<Make>(make)()));
    } else {
      value_.emplace(std::forward<Make>(make)());
    }
    return *value_;
  }

  void reset() noexcept { value_.reset(); }

  [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(value_); }
  [[nodiscard]] auto operator*() noexcept -> T& { return *value_; }
  [[nodiscard]] auto operator*() const noexcept -> T const& { return *value_; }
  [[nodiscard]] auto operator->() noexcept -> T* { return &*value_; }
  [[nodiscard]] auto operator->() const noexcept -> T const* { return &*value_; }

 private:
  std::conditional_t<is_large, std::unique_ptr<T>, std::optional<T>> value_;
};

/// A copy, which is not on the stack where it is large.
template <class T>
[[nodiscard]] auto copy_of(T const& value) -> heap_slot<T> {
  auto copy = heap_slot<T>();
  copy.emplace_with([&]() -> T const& { return value; });
  return copy;
}

}  // namespace dlp::detail
