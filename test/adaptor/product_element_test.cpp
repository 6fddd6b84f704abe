// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/product_element.hpp>

#include <iterator>
#include <memory>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(product_element_test)

using dlp::product_element;
using dlp::detail::call_with;
using dlp::detail::takes_example;
using dlp::detail::value_of;

using in_place = product_element<int&, std::string const&, long>;
using kept = std::tuple<int, std::string, long>;

static_assert(std::is_same_v<value_of<in_place>, kept>);
static_assert(std::is_same_v<value_of<in_place const&>, kept>);
static_assert(std::is_same_v<value_of<product_element<product_element<int&>, int>>,
                             std::tuple<std::tuple<int>, int>>);
static_assert(std::is_same_v<value_of<std::string const&>, std::string>);
static_assert(std::is_void_v<value_of<void>>);

// What std::indirectly_readable asks of an iterator's reference and value.
template <class Reference, class Value>
concept readable = std::common_reference_with<Reference&&, Value&> &&
                   std::common_reference_with<Reference&&, Value const&>;
static_assert(readable<in_place, kept> && readable<product_element<int>, std::tuple<int>>);
static_assert(readable<product_element<std::unique_ptr<int>&>, std::tuple<std::unique_ptr<int>>>);

BOOST_AUTO_TEST_CASE(structured_bindings_are_the_elements_themselves) {
  auto number = 1;
  auto const text = std::string("x");
  auto [a, b, c] = in_place(number, text, 3);
  static_assert(std::is_same_v<decltype(a), int&> &&
                std::is_same_v<decltype(b), std::string const&> &&
                std::is_same_v<decltype(c), long>);
  a = 5;
  BOOST_TEST(number == 5);
  BOOST_TEST(&b == &text);
  BOOST_TEST(c == 3);
}

BOOST_AUTO_TEST_CASE(a_tuple_of_values_is_a_copy) {
  auto number = 1;
  auto const text = std::string("x");
  kept const copy = in_place(number, text, 3);
  number = 2;
  BOOST_TEST(std::get<0>(copy) == 1);
  BOOST_TEST(std::get<1>(copy) == "x");
}

BOOST_AUTO_TEST_CASE(f_takes_the_parts_or_the_element) {
  auto number = 7;
  using element = product_element<int&, long>;
  auto const parts = [](int& a, long b) { return ++a + b; };
  auto const whole = [](element const& e) { return std::get<0>(e) - std::get<1>(e); };
  auto const one_of_any_type = [](auto e) { return std::get<1>(e); };
  auto const any = [](auto... all) { return sizeof...(all); };
  BOOST_TEST(call_with(parts, element(number, 2)) == 10);
  BOOST_TEST(number == 8);
  BOOST_TEST(call_with(whole, element(number, 2)) == 6);
  BOOST_TEST(call_with(one_of_any_type, element(number, 2)) == 2);
  BOOST_TEST(call_with(any, element(number, 2)) == 2u);
  BOOST_TEST(call_with(any, std::tuple(1, 2)) == 1u);
  static_assert(takes_example<decltype(parts), element> && takes_example<decltype(whole), element>);
  static_assert(!takes_example<int (*)(int), element> &&
                !takes_example<void (*)(int, int, int), element>);
  static_assert(!takes_example<void (*)(int, long), std::tuple<int, long>>);
}

BOOST_AUTO_TEST_CASE(what_f_gives_is_not_moved_on_its_way) {
  struct fixed {
    explicit fixed(int v) : value(v) {}
    fixed(fixed const&) = delete;
    int value;
  };
  auto const f = [](int a, int b) { return fixed(a + b); };
  BOOST_TEST(call_with(f, product_element<int, int>(1, 2)).value == 3);
}

BOOST_AUTO_TEST_SUITE_END()
