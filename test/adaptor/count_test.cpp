// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/count.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <list>
#include <ranges>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using dlp::detail::as_range;
using dlp::detail::count;
using dlp::detail::examples;

static_assert(count<int> && count<unsigned> && count<short> && count<std::int64_t> &&
              count<std::uint64_t> && count<std::int8_t>);
static_assert(!count<bool> && !count<char> && !count<wchar_t> && !count<char8_t> &&
              !count<char16_t> && !count<char32_t> && !count<double>);
static_assert(examples<int> && examples<int const&> && examples<std::vector<int>&> &&
              examples<std::list<int>>);
static_assert(!examples<double> && !examples<bool&> && !examples<char const> && !examples<int*>);

using dlp::detail::examples_or_value;
enum number { one };
enum class colour { red };
static_assert(!examples<number> && !examples<colour> && !examples<std::nullptr_t>);
static_assert(examples_or_value<double&> && examples_or_value<int*> && examples_or_value<number> &&
              examples_or_value<colour const&> && examples_or_value<std::nullptr_t>);
static_assert(!examples_or_value<int (*)(int)> && !examples_or_value<int std::string::*>);

// A view that cannot be copied is taken over or referred to, as a container is.
using owner = std::ranges::owning_view<std::vector<int>>;
static_assert(!std::ranges::viewable_range<owner&> && examples<owner&> && examples<owner const&>);
static_assert(std::same_as<dlp::detail::range_of<owner&>, std::ranges::ref_view<owner>>);
static_assert(std::same_as<dlp::detail::range_of<owner>, owner>);
static_assert(!examples<std::initializer_list<int>>);

namespace {

template <class T>
void counts_in_its_own_type(T n) {
  auto sum = T{0};
  for (auto x : as_range(n)) {
    static_assert(std::same_as<decltype(x), T>);
    sum = static_cast<T>(sum + x);
  }
  BOOST_TEST(static_cast<int>(sum) == 45);
  BOOST_TEST(static_cast<int>(as_range(n).size()) == 10);
  static_assert(std::ranges::random_access_range<decltype(as_range(n))>);
}

template <class T>
auto complaint(T n) -> std::string {
  try {
    static_cast<void>(as_range(n));
  } catch (dlp::usage_error const& thrown) {
    return thrown.what();
  }
  return "none";
}

}  // namespace

// contract: S11
BOOST_AUTO_TEST_CASE(a_count_is_the_numbers_below_it_in_its_own_type) {
  counts_in_its_own_type(10);
  counts_in_its_own_type(10u);
  counts_in_its_own_type(std::int8_t{10});
  counts_in_its_own_type(std::uint16_t{10});
  counts_in_its_own_type(10l);
  counts_in_its_own_type(10ull);
  auto const named = 3;
  BOOST_TEST(as_range(named).size() == 3u);
  BOOST_TEST(as_range(0).empty());
}

BOOST_AUTO_TEST_CASE(a_count_may_be_as_large_as_its_type) {
  constexpr auto most = std::numeric_limits<std::uint64_t>::max();
  auto const range = as_range(most);
  BOOST_TEST(static_cast<std::uint64_t>(range.size()) == most);
  BOOST_TEST(*(range.begin() + 5'000'000'000) == 5'000'000'000u);
  BOOST_TEST(complaint(std::numeric_limits<std::int64_t>::max()) == "none");
}

// contract: E6 S11
BOOST_AUTO_TEST_CASE(a_negative_count_is_a_usage_error_with_its_value) {
  BOOST_TEST(complaint(-3) == "dlp: a count of examples cannot be -3");
  BOOST_TEST(complaint(std::numeric_limits<std::int64_t>::min()) ==
             "dlp: a count of examples cannot be -9223372036854775808");
  BOOST_TEST(complaint(std::int8_t{-1}) == "dlp: a count of examples cannot be -1");
}

BOOST_AUTO_TEST_CASE(a_range_is_its_own_view) {
  auto numbers = std::vector{1, 2, 3};
  for (auto& x : as_range(numbers)) ++x;
  BOOST_TEST(numbers.front() == 2);
  BOOST_TEST(as_range(std::vector{1, 2}).size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_view_of_a_temporary_can_be_used_twice) {
  auto view = std::vector{1, 2, 3} | std::views::transform([](int x) { return 10 * x; });
  for (auto round = 0; round != 2; ++round) {
    auto sum = 0;
    for (auto const x : as_range(view)) sum += x;
    BOOST_TEST(sum == 60);
  }
  auto const also_where_it_is_constant = std::views::all(std::vector{1, 2});
  BOOST_TEST(as_range(also_where_it_is_constant).size() == 2u);
}
