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

BOOST_AUTO_TEST_SUITE(combine_test)

using dlp::detail::goes_by_parts;
using dlp::detail::is_right_for;
using dlp::detail::left;

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

/// Has elements, and more than those.
template <class T>
class series {
 public:
  series() = default;
  series(std::initializer_list<T> values) : values_(values), count(1) {}
  auto begin() { return values_.begin(); }
  auto end() { return values_.end(); }
  auto begin() const { return values_.begin(); }
  auto end() const { return values_.end(); }

 private:
  std::vector<T> values_;

 public:
  long count = 0;
};
struct histogram : series<long> {
  using series::series;
  friend auto operator+(histogram a, histogram const& b) -> histogram {
    auto from = b.begin();
    for (auto& bin : a) bin += *from++;
    a.count += b.count;
    return a;
  }
};
struct matrix : series<double> {
  using series::series;
  struct product {
    double value;
    operator matrix() const { return {value}; }
  };
  friend auto operator*(matrix const& a, matrix const& b) -> product {
    return {*a.begin() * *b.begin() + 100};
  }
};
struct samples : std::vector<int> {
  using vector::vector;
  std::string name;
};
auto operator+(samples a, samples const& b) -> samples {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}
struct tally : std::map<int, int> {
  using map::map;
  friend auto operator+(tally a, tally const& b) -> tally {
    a[0] += b.at(0) + 100;
    return a;
  }
};
struct mark {
  int value;
  friend auto operator==(mark, mark) -> bool = default;
};
auto operator+(std::vector<mark> a, std::vector<mark> const& b) -> std::vector<mark> {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

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

BOOST_AUTO_TEST_CASE(a_class_with_elements_and_an_operation_of_its_own_is_combined_whole) {
  auto const sum = [](auto const& a, auto const& b) { return a + b; };
  auto const two = histogram{1, 2};
  BOOST_TEST(combined(plus(), two, two).count == 2);
  BOOST_TEST(combined(sum, two, two).count == 2);
  BOOST_TEST(combined(std::plus<histogram>(), two, two).count == 2);
  BOOST_TEST(*combined(sum, two, two).begin() == 2);
  BOOST_TEST(combined(plus(), std::vector{two}, std::vector{two})[0].count == 2);
  BOOST_TEST(combined(sum, std::map<int, histogram>{{1, two}}, {{1, two}}).at(1).count == 2);
  BOOST_TEST(*combined(std::multiplies<>(), matrix{2}, matrix{3}).begin() == 106);
  BOOST_TEST(combined(plus(), samples{1, 2}, samples{3}) == (numbers{1, 2, 3}));
  BOOST_TEST(combined(sum, samples{1, 2}, samples{3}) == (numbers{1, 2, 3}));
  BOOST_TEST(combined(plus(), tally{{0, 1}}, tally{{0, 2}}).at(0) == 103);
  BOOST_TEST(combined(sum, tally{{0, 1}}, tally{{0, 2}}).at(0) == 103);
  BOOST_TEST((combined(plus(), std::vector<mark>{{1}}, {{2}}) == std::vector<mark>{{1}, {2}}));
}

BOOST_AUTO_TEST_CASE(a_class_with_elements_and_no_operation_is_combined_by_those) {
  BOOST_TEST(*combined(plus(), series<int>{1}, series<int>{2}).begin() == 3);
  BOOST_TEST(*combined(std::ranges::max, series<int>{1}, series<int>{2}).begin() == 2);
  BOOST_TEST(*combined(&add, series<int>{1}, series<int>{2}).begin() == 3);
  BOOST_TEST(*combined(std::minus<>(), histogram{1}, histogram{2}).begin() == -1);
  BOOST_CHECK_THROW(static_cast<void>(combined(plus(), std::valarray{1, 2}, std::valarray<int>{1})),
                    dlp::detail::unequal_lengths);
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

BOOST_AUTO_TEST_CASE(an_op_that_takes_a_whole_value_does_not_go_by_parts) {
  static_assert(goes_by_parts<plus, numbers>() && !goes_by_parts<plus, std::string>());
  auto const counts = [](int n, double) { return n + 1; };
  BOOST_TEST(combined(counts, 1, 2) == 2);
}

BOOST_AUTO_TEST_CASE(an_op_that_loses_something_of_a_number_is_not_right) {
  static_assert(is_right_for<plus, numbers>() && is_right_for<plus, double>());
  static_assert(!is_right_for<std::plus<int>, double>());
  static_assert(!is_right_for<std::plus<int>, std::vector<double>>());
  BOOST_TEST((is_right_for<std::plus<double>, float>()));
}

BOOST_AUTO_TEST_SUITE_END()
