// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/range_fingerprint.hpp>

#include <list>
#include <ranges>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(range_fingerprint_test)

using dlp::detail::fingerprint_of;

namespace {

struct with_pointer {
  double const* data = nullptr;
};

}  // namespace

BOOST_AUTO_TEST_CASE(it_says_how_many_examples_there_are_and_what_they_are) {
  auto a = std::vector{1, 2, 3};
  auto b = std::list{1, 2, 3};
  auto c = std::vector{1, 2, 4};
  BOOST_TEST(fingerprint_of(a).text.starts_with("3 examples, "));
  BOOST_TEST(fingerprint_of(a).text == fingerprint_of(b).text);
  BOOST_TEST(fingerprint_of(a).text != fingerprint_of(c).text);
  auto none = std::vector<int>();
  BOOST_TEST(fingerprint_of(none).text.starts_with("0 examples, "));
  BOOST_TEST(!fingerprint_of(none).overlooks);
  auto bits = std::vector{true, false};
  BOOST_TEST(fingerprint_of(bits).text.starts_with("2 examples, "));
}

BOOST_AUTO_TEST_CASE(of_more_than_it_looks_at_it_takes_the_first) {
  auto endless = std::views::iota(0ULL);
  BOOST_TEST(fingerprint_of(endless).text.starts_with("16777216 examples and more, "));
}

BOOST_AUTO_TEST_CASE(it_says_where_examples_have_parts_that_it_cannot_look_into) {
  auto const number = 1.0;
  auto some = std::vector<with_pointer>{{&number}};
  BOOST_TEST(fingerprint_of(some).overlooks);
  auto texts = std::vector<std::string>{"a"};
  BOOST_TEST(!fingerprint_of(texts).overlooks);
}

BOOST_AUTO_TEST_SUITE_END()
