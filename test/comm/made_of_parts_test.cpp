// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/made_of_parts.hpp>

#include <array>
#include <cstddef>
#include <cstring>
#include <deque>
#include <forward_list>
#include <functional>
#include <list>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/comm/pack.hpp>

#include "../support/packed.hpp"

BOOST_AUTO_TEST_SUITE(made_of_parts_test)

using namespace dlp::detail;
using dlp_test::travels;

namespace {

struct vec {
  double x, y, z;
  auto operator==(vec const&) const -> bool = default;
};
struct number {
  explicit number(int v) : value(v) {}
  int value;
  auto operator==(number const&) const -> bool = default;
};
struct named_number {
  number n;
  std::string name;
  auto operator==(named_number const&) const -> bool = default;
};
struct ordered_number {
  std::less<> order;
  number n;
  std::string name;
  auto operator==(ordered_number const& o) const -> bool { return n == o.n && name == o.name; }
};
static_assert(nothing_to_send<std::less<>> && !nothing_to_send<int>);
static_assert(read_in_place<vec> && !read_in_place<number> && !read_in_place<named_number>);
static_assert(!read_in_place<std::pair<int const, int>>);

/// Reads numbers and texts from a list of numbers.
struct number_source {
  std::span<int const> rest;

  template <class T>
  auto read() -> T {
    auto const next = rest.front();
    rest = rest.subspan(1);
    if constexpr (std::is_same_v<T, std::string>)
      return std::to_string(next);
    else
      return static_cast<T>(next);
  }
  template <std::size_t size>
  void read_into(std::array<std::byte, size>& place) {
    auto const next = read<int>();
    std::memcpy(place.data(), &next, size);
  }
};

}  // namespace

BOOST_AUTO_TEST_CASE(the_parts_are_read_in_their_order) {
  auto const numbers = std::array{1, 2, 3, 1, 4};
  auto from = number_source{numbers};
  auto const pair = made_of_parts<std::pair<int const, std::string>>(from);
  BOOST_TEST((pair.first == 1 && pair.second == "2"));
  BOOST_TEST(made_of_parts<number>(from).value == 3);
  BOOST_TEST((std::get<1>(made_of_parts<std::variant<int, std::string>>(from)) == "4"));
  BOOST_TEST(from.rest.empty());
}

// contract: M3
BOOST_AUTO_TEST_CASE(a_variant_whose_index_is_beyond_its_types_is_an_error) {
  auto const numbers = std::array{2, 1};
  auto from = number_source{numbers};
  using either = std::variant<int, std::string>;
  BOOST_CHECK_THROW(static_cast<void>(made_of_parts<either>(from)), dlp::error);
}

// contract: M3
BOOST_AUTO_TEST_CASE(standard_types_with_a_constant_part_travel) {
  using entry = std::pair<std::string const, vec>;
  auto const one = entry("a", {1, 2, 3});
  travels(one);
  travels(std::pair<int const, double>(1, 2.5));
  travels(std::pair<int, vec const>(1, {1, 2, 3}));
  travels(std::tuple<int const, std::string, vec const>(1, "x", {1, 2, 3}));
  travels(std::pair<int const, named_number>(1, {number(1), "x"}));
  travels(std::pair(1, std::pair(std::string("b"), one)));
  travels(std::vector{one, one});
  travels(std::vector{std::pair<int const, int>(1, 2)});
  travels(std::list{one});
  travels(std::forward_list{one});
  travels(std::deque<std::optional<entry>>{one, std::nullopt});
  travels(std::array{one, one});
  travels(std::pair(1, std::array{one}));
  travels(std::variant<int, entry>(one));
  travels(std::map<int, entry>{{1, one}});
  travels(std::set{std::pair<int const, std::string>(1, "x")});
}

BOOST_AUTO_TEST_CASE(no_empty_value_is_needed) {
  travels(named_number{number(3), "three"});
  travels(std::vector<number>{number(1), number(2)});
  travels(std::vector<named_number>{{number(3), "x"}, {number(4), "y"}});
  travels(std::forward_list<named_number>{{number(3), "x"}});
  travels(std::map<int, named_number>{{1, {number(1), "x"}}});
  travels(std::pair<number, std::string>(number(1), "x"));
  travels(ordered_number{{}, number(3), "three"});
  travels(std::array<named_number, 2>{named_number{number(1), "x"}, named_number{number(2), "y"}});
  travels(std::optional<named_number>(named_number{number(2), "x"}));
  travels(std::variant<number, std::string>(number(3)));
  travels(std::variant<number, std::string>("x"));
}

BOOST_AUTO_TEST_SUITE_END()
