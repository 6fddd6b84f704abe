// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/count.hpp>

#include <cstdint>
#include <limits>
#include <list>
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
static_assert(dlp::detail::examples_or_number<double&> && !dlp::detail::examples_or_number<int*>);

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
