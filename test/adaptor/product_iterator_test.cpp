// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/product_iterator.hpp>

#include <array>
#include <cstddef>
#include <iterator>
#include <list>
#include <ranges>
#include <tuple>
#include <vector>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(product_iterator_test)

namespace {

template <class First, class... Rest>
auto iterator(std::tuple<First, Rest...> const& ranges) {
  return typename dlp::detail::product_steps<true, First, Rest...>::iterator(ranges);
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_jump_ends_where_as_many_steps_do) {
  auto const ranges = std::tuple(std::views::iota(0, 3), std::views::iota(0u, 4u),
                                 std::array{1, 2, 3, 4, 5}, std::views::iota(0l, 2l));
  auto const begin = iterator(ranges);
  auto const size = std::ptrdiff_t{120};
  auto const end = begin + size;
  BOOST_TEST((end == std::default_sentinel));
  BOOST_TEST((end - begin) == size);
  auto steps = std::vector(begin, end);
  for (auto from = std::ptrdiff_t{0}; from <= size; from += 7) {
    for (auto to = std::ptrdiff_t{0}; to <= size; ++to) {
      auto it = begin + from;
      it += to - from;
      BOOST_TEST((it - begin) == to);
      BOOST_TEST(((it <=> begin + from) == (to <=> from)));
      BOOST_TEST((it == end) == (to == size));
      if (to != size) BOOST_TEST((*it == steps[static_cast<std::size_t>(to)]));
    }
  }
  auto back = end;
  for (auto left = steps.size(); left != 0; --left) BOOST_TEST((*--back == steps[left - 1]));
}

BOOST_AUTO_TEST_CASE(a_step_at_the_end_of_a_range_begins_it_again) {
  auto const ranges = std::tuple(std::list{1, 2}, std::list{3, 4});
  auto it = iterator(ranges);
  auto text = std::vector<int>();
  for (; it != std::default_sentinel; ++it)
    text.push_back(10 * std::get<0>(*it) + std::get<1>(*it));
  BOOST_TEST(text == (std::vector{13, 14, 23, 24}));
}

BOOST_AUTO_TEST_CASE(the_first_range_may_have_no_end) {
  auto const ranges = std::tuple(std::views::iota(0), std::views::iota(0, 3));
  auto const it = iterator(ranges) + 100;
  BOOST_TEST((*it == std::tuple(33, 1)));
  BOOST_TEST((it != std::default_sentinel));
}

BOOST_AUTO_TEST_SUITE_END()
