// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/arguments.hpp>

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

BOOST_AUTO_TEST_SUITE(arguments_test)

using namespace dlp::detail;

BOOST_AUTO_TEST_CASE(arguments_are_read_in_their_order) {
  auto frame = dlp::bytes();
  append_argument(frame, 7);
  append_argument(frame, std::string("seven"));
  append_argument(frame, std::map<int, std::vector<double>>{{1, {2.5}}});
  append_argument(frame, 'x');
  auto from = byte_reader(frame);
  using list = std::map<int, std::vector<double>>;
  auto const [number, text, map, letter] = take_arguments<int, std::string, list, char>(from);
  BOOST_TEST(number == 7);
  BOOST_TEST(text == "seven");
  BOOST_TEST((map == list{{1, {2.5}}}));
  BOOST_TEST(letter == 'x');
  BOOST_TEST(from.done());
}

BOOST_AUTO_TEST_CASE(a_plain_one_has_nothing_in_front) {
  auto frame = dlp::bytes();
  append_argument(frame, 1.5);
  BOOST_TEST(frame.size() == sizeof(double));
}

BOOST_AUTO_TEST_CASE(none_are_none) {
  auto from = byte_reader({});
  BOOST_TEST((take_arguments<>(from) == std::tuple<>()));
}

BOOST_AUTO_TEST_CASE(missing_bytes_are_an_error) {
  auto frame = dlp::bytes();
  append_argument(frame, std::string("seven"));
  frame.pop_back();
  auto from = byte_reader(frame);
  BOOST_CHECK_THROW(static_cast<void>(take_argument<std::string>(from)), dlp::error);
}

BOOST_AUTO_TEST_SUITE_END()
