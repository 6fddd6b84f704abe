// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/bind_front.hpp>

#include <concepts>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(bind_front_test)

namespace {

auto difference(int a, int b) -> int { return a - b; }

struct counter {
  int count = 0;
  auto add(int n) -> int { return count += n; }
};

/// Says how it is called.
struct called {
  auto operator()(int) & { return 'l'; }
  auto operator()(int) const& { return 'c'; }
  auto operator()(int) && { return 'r'; }
};

}  // namespace

BOOST_AUTO_TEST_CASE(what_was_captured_comes_first) {
  BOOST_TEST(dlp::bind_front(difference, 10)(3) == 7);
  BOOST_TEST(dlp::bind_front(&difference, 10, 3)() == 7);
  BOOST_TEST(dlp::bind_front(difference)(10, 3) == 7);
  BOOST_TEST(dlp::bind_front(dlp::bind_front(difference, 10), 3)() == 7);
}

BOOST_AUTO_TEST_CASE(it_keeps_copies_and_of_a_text_the_text) {
  auto const size = [](std::string const& text) { return text.size(); };
  auto const bound = dlp::bind_front(size, "text");
  static_assert(std::same_as<std::tuple_element_t<0, decltype(bound.captured)>, std::string>);
  BOOST_TEST(bound() == 4u);

  auto number = 10;
  auto const copied = dlp::bind_front(difference, number);
  number = 0;
  BOOST_TEST(copied(0) == 10);
}

BOOST_AUTO_TEST_CASE(a_member_is_called_on_what_was_captured) {
  auto bound = dlp::bind_front(&counter::add, counter{5});
  BOOST_TEST(bound(1) == 6);
  BOOST_TEST(bound(1) == 7);
  BOOST_TEST(dlp::bind_front(&counter::count, counter{5})() == 5);
}

BOOST_AUTO_TEST_CASE(what_is_captured_is_moved_where_the_whole_is) {
  auto take = [](std::unique_ptr<int> p) { return *p; };
  BOOST_TEST(dlp::bind_front(take, std::make_unique<int>(3))() == 3);
  using bound = decltype(dlp::bind_front(take, std::make_unique<int>(3)));
  static_assert(!std::is_invocable_v<bound&>);
}

BOOST_AUTO_TEST_CASE(the_callable_is_called_as_the_whole_is) {
  auto bound = dlp::bind_front(called(), 1);
  BOOST_TEST(bound() == 'l');
  BOOST_TEST(std::as_const(bound)() == 'c');
  BOOST_TEST(std::move(bound)() == 'r');
}

// What it cannot be called with is known beforehand.
using bound = decltype(dlp::bind_front(difference, 1));
static_assert(std::is_invocable_r_v<int, bound, int>);
static_assert(!std::is_invocable_v<bound, std::string>);
static_assert(!std::is_invocable_v<bound, int, int>);

BOOST_AUTO_TEST_SUITE_END()
