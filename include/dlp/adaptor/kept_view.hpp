// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <deque>
#include <iterator>
#include <optional>
#include <ranges>
#include <type_traits>
#include <utility>

namespace dlp::detail {

/// A range that can be walked only once, read to its end and kept: now its size is known. Elements
/// that the range gave by value are given by value, moved out of the store.
template <std::ranges::view V>
  requires std::ranges::input_range<V>
class kept_view : public std::ranges::view_interface<kept_view<V>> {
  using value = std::ranges::range_value_t<V>;
  using given = std::ranges::range_reference_t<V>;
  using store = std::deque<value>;

 public:
  explicit kept_view(V base) : base_(std::move(base)) {}

  class iterator {
   public:
    using iterator_concept = std::forward_iterator_tag;
    using difference_type = std::ptrdiff_t;
    using value_type = value;

    iterator() = default;
    explicit iterator(typename store::iterator at) : at_(at) {}

    [[nodiscard]] auto operator*() const -> decltype(auto) {
      if constexpr (std::is_lvalue_reference_v<given>) {
        return static_cast<value&>(*at_);
      } else {
        return value(std::move(*at_));
      }
    }
    auto operator++() -> iterator& {
      ++at_;
      return *this;
    }
    auto operator++(int) -> iterator {
      auto before = *this;
      ++at_;
      return before;
    }
    friend auto operator==(iterator const&, iterator const&) -> bool = default;

   private:
    typename store::iterator at_;
  };

  [[nodiscard]] auto begin() -> iterator { return iterator(kept().begin()); }
  [[nodiscard]] auto end() -> iterator { return iterator(kept().end()); }
  [[nodiscard]] auto size() -> std::size_t { return kept().size(); }

  /// The elements themselves, which stay.
  [[nodiscard]] auto kept() -> store& {
    if (!kept_) {
      kept_.emplace();
      for (auto&& one : base_) kept_->emplace_back(std::forward<decltype(one)>(one));
    }
    return *kept_;
  }

 private:
  V base_;
  std::optional<store> kept_;
};

template <class R>
kept_view(R&&) -> kept_view<std::views::all_t<R>>;

}  // namespace dlp::detail
