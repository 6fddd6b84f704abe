// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/left_by_call.hpp>

#include <stdexcept>
#include <string>

#include <boost/test/unit_test.hpp>

#include <dlp/comm/pack.hpp>
#include <dlp/core/error.hpp>

BOOST_AUTO_TEST_SUITE(left_by_call_test)

using namespace dlp::detail;

BOOST_AUTO_TEST_CASE(a_value_is_given_to_who_reads) {
  auto left = dlp::bytes(4);
  leave_by(left, 2, [](dlp::bytes& to) { pack(to, std::string("value")); });
  auto read = std::string();
  read_left(std::span(left).subspan(4), 0, [&](auto value) { read = unpack<std::string>(value); });
  BOOST_TEST(read == "value");
}

BOOST_AUTO_TEST_CASE(an_exception_takes_the_place_of_what_was_begun) {
  auto left = dlp::bytes(4);
  leave_by(left, 2, [](dlp::bytes& to) {
    append(to, 12345);
    throw std::out_of_range("broken");
  });
  try {
    read_left(std::span(left).subspan(4), 9, [](auto) { BOOST_ERROR("there is no value"); });
    BOOST_ERROR("nothing was thrown");
  } catch (std::out_of_range const& thrown) {
    auto const& what = dynamic_cast<dlp::failed_call const&>(thrown);
    BOOST_TEST(what.rank() == 2);
    BOOST_TEST(what.what_failed().index == 9u);
    BOOST_TEST(what.text() == "broken");
  }
}

BOOST_AUTO_TEST_CASE(nothing_at_all_is_an_error) {
  BOOST_CHECK_THROW(read_left({}, 0, [](auto) {}), dlp::error);
}

BOOST_AUTO_TEST_SUITE_END()
