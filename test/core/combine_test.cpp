// SPDX-License-Identifier: BSL-1.0
#include <dlp/core/combine.hpp>

#include <algorithm>
#include <array>
#include <complex>
#include <functional>
#include <list>
#include <map>
#include <string>
#include <unordered_map>
#include <valarray>
#include <vector>

#include <boost/test/unit_test.hpp>

using dlp::detail::goes_by_parts;
using dlp::detail::left;
using dlp::detail::loses_in;

namespace {

template <class Op, class T>
auto combined(Op op, T mine, T theirs, left which = left::mine) -> T {
  dlp::detail::combine(op, mine, std::move(theirs), which);
  return mine;
}

auto add(int a, int b) -> int { return a + b; }
auto join(std::vector<int> a, std::vector<int> const& b) -> std::vector<int> {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}
auto const minus = [](auto a, auto b) { return a - b; };
auto const concat = [](std::string const& a, std::string const& b) { return a + b; };

using numbers = std::vector<int>;
using plus = std::plus<>;

}  // namespace

BOOST_AUTO_TEST_CASE(the_lower_rank_is_the_left_operand) {
  BOOST_TEST(combined(minus, 7, 2) == 5);
  BOOST_TEST(combined(minus, 7, 2, left::theirs) == -5);
  BOOST_TEST(combined(plus(), std::string("a"), std::string("b")) == "ab");
  BOOST_TEST(combined(plus(), std::string("a"), std::string("b"), left::theirs) == "ba");
}

BOOST_AUTO_TEST_CASE(a_container_is_combined_by_parts_where_op_takes_those_alone) {
  BOOST_TEST(combined(plus(), numbers{1, 2}, numbers{10, 20}) == (numbers{11, 22}));
  BOOST_TEST(combined(&add, numbers{1, 2}, numbers{10, 20}) == (numbers{11, 22}));
  BOOST_TEST(combined(minus, numbers{1, 2}, numbers{10, 20}, left::theirs) == (numbers{9, 18}));
  BOOST_TEST(combined(&join, numbers{1, 2}, numbers{3}) == (numbers{1, 2, 3}));
  BOOST_TEST(combined(std::ranges::max, numbers{1, 20}, numbers{10, 2}) == (numbers{10, 20}));
  auto const flags = std::vector{true, false};
  BOOST_TEST((combined(std::logical_or<>(), flags, std::vector{false, false}) == flags));
  BOOST_TEST(
      (combined(plus(), std::array{1.5, 2.5}, std::array{1.0, 1.0}) == std::array{2.5, 3.5}));
  BOOST_TEST((combined(plus(), std::list{1, 2}, std::list{3, 4}) == std::list{4, 6}));
  BOOST_TEST(
      (combined(plus(), std::valarray{1, 2}, std::valarray{3, 4}) == std::valarray{4, 6}).min());
  BOOST_TEST(
      (combined(plus(), std::complex(1.0, 2.0), std::complex(1.0, 1.0)) == std::complex(2.0, 3.0)));
  auto const higher = [](char a, char b) { return std::max(a, b); };
  BOOST_TEST(combined(higher, std::string("az"), std::string("ya")) == "yz");
}

BOOST_AUTO_TEST_CASE(parts_may_have_parts) {
  using table = std::vector<std::vector<std::string>>;
  BOOST_TEST(
      (combined(concat, table{{"a", "b"}, {}}, table{{"c", "d"}, {}}) == table{{"ac", "bd"}, {}}));
  using sums = std::map<std::string, std::array<int, 2>>;
  BOOST_TEST(
      (combined(plus(), sums{{"a", {1, 2}}, {"b", {1, 1}}}, sums{{"b", {2, 3}}, {"c", {4, 4}}}) ==
       sums{{"a", {1, 2}}, {"b", {3, 4}}, {"c", {4, 4}}}));
  using counts = std::unordered_map<int, long>;
  BOOST_TEST((combined(plus(), counts{{1, 2}}, counts{{1, 3}, {2, 4}}) == counts{{1, 5}, {2, 4}}));
  auto const by_key = combined(minus, std::map<int, int>{{1, 5}}, {{1, 3}}, left::theirs);
  BOOST_TEST(by_key.at(1) == -2);
}

BOOST_AUTO_TEST_CASE(unequal_lengths_are_told) {
  BOOST_CHECK_EXCEPTION(static_cast<void>(combined(plus(), numbers{1, 2, 3}, numbers{1})),
                        dlp::detail::unequal_lengths,
                        [](auto const& found) { return found.mine == 3 && found.theirs == 1; });
}

BOOST_AUTO_TEST_CASE(numbers_that_would_lose_something_are_seen) {
  auto const counts = [](int n, double) { return n + 1; };
  auto const wide = [](double a, double b) { return a + b; };
  static_assert(loses_in<plus, int, double>());
  static_assert(loses_in<plus, long, float>());
  static_assert(loses_in<plus, float, double>());
  static_assert(loses_in<plus, int, long>());
  static_assert(loses_in<plus, short, int>());
  static_assert(loses_in<plus, bool, int>());
  static_assert(loses_in<std::plus<int>, int, double>());
  static_assert(loses_in<std::plus<int>, double, int>());
  static_assert(loses_in<std::plus<long>, int, int>());
  static_assert(loses_in<decltype(&add), int, double>());
  static_assert(loses_in<decltype(wide), int, int>());
  static_assert(!loses_in<plus, double, double>());
  static_assert(!loses_in<plus, double, int>());
  static_assert(!loses_in<plus, double, float>());
  static_assert(!loses_in<plus, long, int>());
  static_assert(!loses_in<plus, int, unsigned>());
  static_assert(!loses_in<plus, short, short>());
  static_assert(!loses_in<plus, bool, bool>());
  static_assert(!loses_in<std::plus<double>, float, float>());
  static_assert(!loses_in<std::plus<double>, double, int>());
  static_assert(!loses_in<decltype(counts), int, double>());
  static_assert(!loses_in<plus, std::string, std::string>());
  static_assert(!loses_in<decltype(concat), std::string, std::string>());
  static_assert(goes_by_parts<plus, numbers>() && !goes_by_parts<plus, std::string>());
  BOOST_TEST(combined(counts, 1, 2) == 2);
}
