// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <forward_list>
#include <iterator>
#include <list>
#include <memory>
#include <numeric>
#include <ranges>
#include <span>
#include <utility>
#include <vector>

namespace dlp_test {

/// 0, 1, …, n - 1, once: a generator that knows neither its size nor a way back.
class counting_generator : public std::ranges::view_interface<counting_generator> {
 public:
  explicit counting_generator(int n) : n_(n) {}

  class iterator {
   public:
    using iterator_concept = std::input_iterator_tag;
    using difference_type = std::ptrdiff_t;
    using value_type = int;

    explicit iterator(counting_generator& from) : from_(&from) {}
    iterator(iterator&&) = default;
    auto operator=(iterator&&) -> iterator& = default;

    auto operator*() const -> int { return from_->at_; }
    auto operator++() -> iterator& {
      ++from_->at_;
      return *this;
    }
    void operator++(int) { ++*this; }
    [[nodiscard]] auto at_end() const -> bool { return from_->at_ == from_->n_; }
    friend auto operator==(iterator const& it, std::default_sentinel_t) -> bool {
      return it.at_end();
    }

   private:
    counting_generator* from_;
  };

  auto begin() -> iterator { return iterator(*this); }
  static auto end() -> std::default_sentinel_t { return {}; }

 private:
  int n_;
  int at_ = 0;
};

/// Calls `use(name, make, number)` for every kind of range that a loop may meet, each with the
/// numbers 0 … n - 1. `make()` makes the range, `number(element)` says which one an element is.
template <class Use>
void for_each_kind(int n, Use use) {
  auto numbers = std::vector<int>(static_cast<std::size_t>(n));
  std::iota(numbers.begin(), numbers.end(), 0);
  auto const itself = [](int const& x) { return x; };

  use("a vector", [&]() -> auto& { return numbers; }, itself);
  use("a const vector", [&]() -> auto const& { return numbers; }, itself);
  use("a vector that nobody else owns", [&] { return numbers; }, itself);
  use("a span", [&] { return std::span(numbers); }, itself);
  use("numbers that are computed", [n] { return std::views::iota(0, n); }, itself);
  use(
      "a view over a view",
      [&] {
        return numbers | std::views::transform([](int x) { return 10 * x; }) | std::views::take(n);
      },
      [](int x) { return x / 10; });

  auto linked = std::list<int>(numbers.begin(), numbers.end());
  use("a list", [&]() -> auto& { return linked; }, itself);
  auto forward = std::forward_list<int>(numbers.begin(), numbers.end());
  use("a list without a size", [&]() -> auto& { return forward; }, itself);
  use(
      "a filter",
      [n] {
        return std::views::iota(0, 2 * n) | std::views::filter([](int x) { return x % 2 == 0; });
      },
      [](int x) { return x / 2; });
  use("a generator that can be walked only once", [n] { return counting_generator(n); }, itself);

  auto owned = std::vector<std::unique_ptr<int>>();
  for (auto x : numbers) owned.push_back(std::make_unique<int>(x));
  use(
      "elements that only move", [&]() -> auto& { return owned; },
      [](auto const& x) { return *x; });
}

}  // namespace dlp_test
