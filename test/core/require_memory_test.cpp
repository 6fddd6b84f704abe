// SPDX-License-Identifier: BSL-1.0
#include <core/require_memory.hpp>

#include <vector>

#include <boost/test/unit_test.hpp>

#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(require_memory_test)

using dlp::detail::require_memory;
using dlp::detail::require_memory_of_container;
using dlp_test::text_of;

BOOST_AUTO_TEST_CASE(what_is_made_is_returned) {
  BOOST_TEST(require_memory("none", [] { return 17; }) == 17);
}

BOOST_AUTO_TEST_CASE(where_there_is_no_memory_it_is_an_error_of_that_text) {
  BOOST_TEST(text_of<dlp::error>([] {
               return require_memory("none", []() -> int { throw std::bad_alloc(); });
             }) == "none");
  BOOST_TEST(text_of<dlp::error>([] {
               return require_memory_of_container("none",
                                                  [] { return std::vector<int>(std::size_t(-1)); });
             }) == "none");
  BOOST_TEST(require_memory_of_container("none", [] { return 17; }) == 17);
}

BOOST_AUTO_TEST_CASE(other_errors_stay_what_they_are) {
  BOOST_TEST(text_of<std::logic_error>([] {
               return require_memory("none", []() -> int { throw std::length_error("other"); });
             }) == "other");
  BOOST_TEST(text_of<std::logic_error>([] {
               return require_memory_of_container("none",
                                                  []() -> int { throw std::logic_error("other"); });
             }) == "other");
}

BOOST_AUTO_TEST_SUITE_END()
