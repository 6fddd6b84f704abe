// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/closure.hpp>

#include <ranges>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace {

struct plus_options {
  int by = 1;
};

struct plus_fn : dlp::detail::range_adaptor_closure<plus_fn> {
  template <std::ranges::viewable_range R>
  auto operator()(R&& range, plus_options options = {}) const {
    return std::views::all(std::forward<R>(range)) |
           std::views::transform([by = options.by](int x) { return x + by; });
  }
  auto operator()(plus_options options) const {
    return dlp::detail::bound<plus_fn, plus_options>(options);
  }
};
constexpr auto plus = plus_fn();

struct counted_fn : dlp::detail::range_adaptor_closure<counted_fn> {
  auto operator()(int n) const { return std::views::iota(0, n); }
};
constexpr auto counted = counted_fn();

template <class R>
auto as_vector(R&& range) -> std::vector<int> {
  auto copy = std::vector<int>();
  for (auto x : range) copy.push_back(x);
  return copy;
}

auto const numbers = std::vector{1, 2, 3};

}  // namespace

BOOST_AUTO_TEST_CASE(an_adaptor_stands_right_of_its_range_with_and_without_options) {
  BOOST_TEST(as_vector(numbers | plus) == (std::vector{2, 3, 4}));
  BOOST_TEST(as_vector(numbers | plus({.by = 10})) == (std::vector{11, 12, 13}));
}

BOOST_AUTO_TEST_CASE(it_mixes_with_the_standard_views) {
  BOOST_TEST(as_vector(numbers | std::views::take(2) | plus | std::views::drop(1)) ==
             std::vector{3});
}

BOOST_AUTO_TEST_CASE(two_adaptors_make_one) {
  auto const both = plus | plus({.by = 10});
  BOOST_TEST(as_vector(numbers | both) == (std::vector{12, 13, 14}));
  BOOST_TEST(as_vector(numbers | (both | plus)) == (std::vector{13, 14, 15}));
}

BOOST_AUTO_TEST_CASE(a_count_may_stand_left_of_an_adaptor_that_takes_one) {
  BOOST_TEST(as_vector(3 | counted) == (std::vector{0, 1, 2}));
  BOOST_TEST(as_vector(3 | counted | plus) == (std::vector{1, 2, 3}));
  BOOST_TEST(as_vector(3 | (counted | plus)) == (std::vector{1, 2, 3}));
}

BOOST_AUTO_TEST_CASE(a_range_that_nobody_else_owns_lives_on_in_the_view) {
  BOOST_TEST(as_vector(std::vector{5, 6} | plus) == (std::vector{6, 7}));
}
