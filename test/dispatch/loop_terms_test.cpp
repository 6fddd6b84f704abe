// SPDX-License-Identifier: BSL-1.0
#include <dispatch/ledger/loop_terms.hpp>

#include <boost/test/unit_test.hpp>
#include <set>
#include <string>

BOOST_AUTO_TEST_SUITE(loop_terms_test)

using dlp::detail::loop_terms;

// contract: E4
BOOST_AUTO_TEST_CASE(the_terms_in_words_are_a_sentence) {
  BOOST_TEST(to_string(loop_terms{.name = "split_managed", .size = 10}) ==
             "split_managed over 10 examples, schedule fixed{1}, root 0");
  BOOST_TEST(
      to_string(loop_terms{
          .name = "map", .result = "double", .size = {}, .schedule = dlp::guided{4}, .root = 2}) ==
      "map over an unknown number of examples, schedule guided{4}, root 2, results of type "
      "double");
  BOOST_TEST(to_string(loop_terms{.name = "map", .size = 3, .longest_first = true}) ==
             "map over 3 examples, schedule fixed{1}, by cost, root 0");
  auto terms = loop_terms{.name = "batches", .size = 3, .on_error = dlp::skip()};
  auto const start = std::string("batches over 3 examples, schedule fixed{1}, root 0");
  BOOST_TEST(to_string(terms) == start + ", on_error skip");
  terms.given_on_error = dlp::stop();
  BOOST_TEST(to_string(terms) == start);
}

// contract: E4
BOOST_AUTO_TEST_CASE(terms_that_differ_read_differently) {
  auto const plain = loop_terms{.name = "map", .result = "int", .size = 10};
  auto words = std::set{to_string(plain)};
  auto const differs = [&](auto change) {
    auto other = plain;
    change(other);
    BOOST_TEST(words.insert(to_string(other)).second, to_string(other));
  };
  differs([](auto& other) { other.name = "for_each"; });
  differs([](auto& other) { other.result = "long"; });
  differs([](auto& other) { other.result.clear(); });
  differs([](auto& other) { other.size = 11; });
  differs([](auto& other) { other.size.reset(); });
  differs([](auto& other) { other.schedule = dlp::fixed{2}; });
  differs([](auto& other) { other.schedule = dlp::guided{1}; });
  differs([](auto& other) { other.schedule = dlp::factoring{1}; });
  differs([](auto& other) { other.root = 1; });
  differs([](auto& other) { other.longest_first = true; });
  differs([](auto& other) { other.on_error = dlp::collect{}; });
  differs([](auto& other) { other.on_error = dlp::retry{1}; });
  differs([](auto& other) { other.on_error = dlp::retry{2}; });
}

BOOST_AUTO_TEST_SUITE_END()
