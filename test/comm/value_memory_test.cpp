// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/value_memory.hpp>

#include <array>
#include <cstddef>
#include <list>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

BOOST_AUTO_TEST_SUITE(value_memory_test)

namespace detail = dlp::detail;

namespace {

struct point {
  int x, y;
  auto operator==(point const&) const -> bool = default;
};
struct named {
  std::string name;
};
struct no_empty_one {
  explicit no_empty_one(int) {}
};
struct stamp {
  int const number = 0;
};

static_assert(detail::lies_in_memory<int>);
static_assert(detail::lies_in_memory<point>);
static_assert(detail::lies_in_memory<std::array<point, 3>>);
static_assert(detail::lies_in_memory<std::vector<point>>);
static_assert(detail::lies_in_memory<std::string>);
static_assert(!detail::lies_in_memory<named>);
static_assert(!detail::lies_in_memory<no_empty_one>);
static_assert(!detail::lies_in_memory<std::vector<no_empty_one>>);
static_assert(!detail::lies_in_memory<std::vector<bool>>);
static_assert(!detail::lies_in_memory<bool>);  // of which a vector has no memory of its own
static_assert(!detail::lies_in_memory<std::list<int>>);

auto address(void const* what) { return static_cast<std::byte const*>(what); }

}  // namespace

BOOST_AUTO_TEST_CASE(a_value_is_the_memory_where_it_lies) {
  auto one = point{1, 2};
  auto const many = std::vector<point>{{1, 2}, {3, 4}};
  auto const text = std::string("text");
  BOOST_TEST(detail::memory_of(one).data() == address(&one));
  BOOST_TEST(detail::memory_of(one).size() == sizeof one);
  BOOST_TEST(detail::memory_of(many).data() == address(many.data()));
  BOOST_TEST(detail::memory_of(many).size() == 2 * sizeof(point));
  BOOST_TEST(detail::memory_of(text).data() == address(text.data()));
  BOOST_TEST(detail::memory_of(text).size() == 4);
  auto const none = std::vector<int>();
  BOOST_TEST(detail::memory_of(none).empty());
}

BOOST_AUTO_TEST_CASE(a_vector_has_as_many_elements_as_there_is_to_receive_and_keeps_what_it_has) {
  auto values = std::vector<point>(100, {1, 2});
  auto const* const before = values.data();
  BOOST_TEST(detail::make_room(values, 10 * sizeof(point)).data() == address(before));
  BOOST_TEST(values.size() == 10);
  BOOST_TEST(detail::make_room(values, 100 * sizeof(point)).data() == address(before));
  BOOST_TEST(values.size() == 100);
  BOOST_TEST(detail::make_room(values, 8'000'000).size() == 8'000'000);
  BOOST_TEST(values.size() == 8'000'000 / sizeof(point));
  auto text = std::string("a text that is too long for its own object to hold");
  BOOST_TEST(detail::make_room(text, 3).size() == 3);
  BOOST_TEST(text == "a t");
  auto one = point{1, 2};
  BOOST_TEST(detail::make_room(one, sizeof one).data() == address(&one));
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_such_value_are_an_error) {
  auto values = std::vector<point>();
  auto one = point{1, 2};
  BOOST_CHECK_THROW(static_cast<void>(detail::make_room(values, sizeof(point) + 1)), dlp::error);
  BOOST_CHECK_THROW(static_cast<void>(detail::make_room(one, sizeof(point) - 1)), dlp::error);
}

BOOST_AUTO_TEST_CASE(a_copy_is_equal_whatever_the_elements_can_do) {
  auto const many = std::vector<point>{{1, 2}, {3, 4}};
  auto copy = std::vector<point>();
  detail::copy_memory(copy, many);
  BOOST_TEST((copy == many));
  detail::append_elements(copy, std::span(many));
  BOOST_TEST((copy == std::vector<point>{{1, 2}, {3, 4}, {1, 2}, {3, 4}}));
  auto number = 0;
  detail::copy_memory(number, 7);
  BOOST_TEST(number == 7);
  auto stamps = std::vector<stamp>();
  detail::append_elements(stamps, std::span(std::vector<stamp>(2, {5}).data(), 2));
  BOOST_TEST(stamps.size() == 2);
  BOOST_TEST(stamps.back().number == 5);
}

BOOST_AUTO_TEST_SUITE_END()
