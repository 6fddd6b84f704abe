// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/reducible_value.hpp>

#include <array>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(reducible_value_test)

namespace {

/// Puts `theirs`, in parts of about `size` bytes, together with `mine`: that, and how many parts
/// there were.
template <class T, class Op>
auto put_together(T mine, T theirs, Op op, std::size_t size, bool is_left = false)
    -> std::pair<T, int> {
  auto from = dlp::detail::reducible_value<T, Op>(theirs, op);
  auto to = dlp::detail::reducible_value<T, Op>(mine, op);
  from.rewind();
  to.rewind();
  auto parts = 0;
  for (auto last = false; !last; ++parts) {
    auto packed = dlp::bytes();
    last = from.pack_part(packed, size);
    to.take_part(std::move(packed), is_left);
  }
  return {mine, parts};
}

}  // namespace

BOOST_AUTO_TEST_CASE(what_op_takes_whole_is_one_part_however_large) {
  auto const ab = std::string("ab");
  auto const text = std::string(1000, 'x');
  BOOST_TEST((put_together(ab, text, std::plus<>(), 8) == std::pair(ab + text, 1)));
  BOOST_TEST((put_together(ab, text, std::plus<>(), 8, true) == std::pair(text + ab, 1)));
}

// contract: M4
BOOST_AUTO_TEST_CASE(a_container_goes_element_by_element_in_parts_of_about_the_size) {
  auto const mine = std::vector<double>(1000, 1.5);
  auto const theirs = std::vector<double>(1000, 2.5);
  auto const [sum, parts] = put_together(mine, theirs, std::minus<>(), 1024, true);
  BOOST_TEST(sum == std::vector<double>(1000, 1.0));
  BOOST_TEST(parts == 8);
  auto const words = std::vector<std::string>(100, "a text that is not short");
  BOOST_TEST(put_together(words, words, std::plus<>(), 512).second > 3);
}

BOOST_AUTO_TEST_CASE(elements_that_lie_in_memory_travel_as_they_lie_and_others_packed) {
  auto op = std::plus<>();
  auto const size_of_a_part = [&](auto values) {
    auto from = dlp::detail::reducible_value<decltype(values), std::plus<>>(values, op);
    auto part = dlp::bytes();
    from.rewind();
    BOOST_TEST(from.pack_part(part, 1000));
    return part.size();
  };
  BOOST_TEST(size_of_a_part(std::vector<double>(10)) == 80);
  BOOST_TEST(size_of_a_part(std::array<int, 3>()) == 12);
  BOOST_TEST(size_of_a_part(std::vector<int>()) == 0);
  BOOST_TEST(size_of_a_part(std::deque<double>(10)) > 80);
}

BOOST_AUTO_TEST_CASE(what_is_larger_than_a_part_goes_alone) {
  auto const mine = std::vector<double>{1, 2, 3};
  auto const [sum, parts] = put_together(mine, mine, std::plus<>(), 5);
  BOOST_TEST(sum == (std::vector<double>{2, 4, 6}));
  BOOST_TEST(parts == 3);
}

BOOST_AUTO_TEST_CASE(a_map_goes_key_by_key) {
  using counts = std::map<int, std::string>;
  auto const [all, parts] =
      put_together(counts{{1, "a"}, {2, "b"}}, counts{{2, "c"}, {3, "d"}}, std::plus<>(), 1);
  BOOST_TEST((all == counts{{1, "a"}, {2, "bc"}, {3, "d"}}));
  BOOST_TEST(parts == 2);
}

BOOST_AUTO_TEST_SUITE_END()
