// SPDX-License-Identifier: BSL-1.0
#include <comm/call/statement.hpp>

#include <source_location>
#include <string>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(statement_test)

using dlp::detail::line_of;
using dlp::detail::to_string;

// contract: E4
BOOST_AUTO_TEST_CASE(it_names_the_rank_and_the_line_where_that_is_known) {
  BOOST_TEST(to_string({2, "gather", "main.cpp:12"}) == "rank 2 says \"gather\" at main.cpp:12");
  BOOST_TEST(to_string({2, "gather"}) == "rank 2 says \"gather\"");
}

// contract: E4
BOOST_AUTO_TEST_CASE(of_two_the_lower_rank_speaks_first_whoever_compares_them) {
  auto const text = std::string("rank 0 says \"a\" at x.cpp:1, rank 1 says \"b\"");
  BOOST_TEST(to_string({0, "a", "x.cpp:1"}, {1, "b"}) == text);
  BOOST_TEST(to_string({1, "b"}, {0, "a", "x.cpp:1"}) == text);
}

BOOST_AUTO_TEST_CASE(a_line_is_that_of_a_file_without_its_folder) {
  auto const here = std::source_location::current();
  BOOST_TEST(line_of(here) == "statement_test.cpp:" + std::to_string(here.line()));
  BOOST_TEST(line_of({}).empty());
}

BOOST_AUTO_TEST_SUITE_END()
