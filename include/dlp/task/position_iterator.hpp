// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <compare>
#include <cstddef>
#include <iterator>

#include <dlp/adaptor/iterator_arithmetic.hpp>
#include <dlp/core/index_range.hpp>

namespace dlp::detail {

/// The base class of an iterator that is a position in an object of type `Of`: a `Self` gives what
/// is there, by `operator*`.
template <class Self, class Of>
class position_iterator : public iterator_arithmetic {
 public:
  using iterator_concept = std::random_access_iterator_tag;
  using difference_type = std::ptrdiff_t;

  position_iterator() = default;
  position_iterator(Of const& of, index_t position) : of_(&of), position_(position) {}

  [[nodiscard]] auto operator[](difference_type n) const { return *(self() + n); }
  auto operator++() -> Self& { return *this += 1; }
  auto operator--() -> Self& { return *this += -1; }
  auto operator+=(difference_type n) -> Self& {
    position_ += static_cast<index_t>(n);
    return static_cast<Self&>(*this);
  }
  friend auto operator==(position_iterator const& a, position_iterator const& b) -> bool {
    return a.position_ == b.position_;
  }
  friend auto operator<=>(position_iterator const& a, position_iterator const& b)
      -> std::strong_ordering {
    return a.position_ <=> b.position_;
  }
  friend auto operator-(position_iterator const& a, position_iterator const& b) -> difference_type {
    return static_cast<difference_type>(a.position_ - b.position_);
  }

 protected:
  [[nodiscard]] auto of() const noexcept -> Of const& { return *of_; }
  [[nodiscard]] auto position() const noexcept -> index_t { return position_; }

 private:
  [[nodiscard]] auto self() const -> Self const& { return static_cast<Self const&>(*this); }

  Of const* of_ = nullptr;
  index_t position_ = 0;
};

}  // namespace dlp::detail
