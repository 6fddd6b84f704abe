// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/printed.hpp>

#include <ostream>
#include <string>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(printed_test)

using dlp::detail::printed;

namespace {

struct silent {};
struct speaking {
  friend auto operator<<(std::ostream& out, speaking const&) -> std::ostream& {
    return out << "my words";
  }
};

}  // namespace

BOOST_AUTO_TEST_CASE(what_has_an_output_operator_is_printed_by_it) {
  BOOST_TEST(printed(42) == "42");
  BOOST_TEST(printed(std::string("file.txt")) == "file.txt");
  BOOST_TEST(printed("file.txt") == "file.txt");
  BOOST_TEST(printed(speaking()) == "my words");
}

BOOST_AUTO_TEST_CASE(what_has_none_and_addresses_are_left_out) {
  auto const number = 42;
  BOOST_TEST(printed(silent()) == "");
  BOOST_TEST(printed(&number) == "");
}

BOOST_AUTO_TEST_CASE(an_element_of_a_product_is_its_parts) {
  auto word = std::string("b");
  BOOST_TEST(printed(dlp::product_element<int, std::string&>(3, word)) == "(3, b)");
  BOOST_TEST(printed(dlp::product_element<int, silent>(3, silent())) == "");
}

BOOST_AUTO_TEST_CASE(a_long_text_is_cut) {
  auto const text = printed(std::string(1000, 'x'));
  BOOST_TEST(text.size() < 100u);
  BOOST_TEST(text.starts_with("xxxxxxxx"));
  BOOST_TEST(text.ends_with("… (1000 bytes)"));
}

BOOST_AUTO_TEST_SUITE_END()
