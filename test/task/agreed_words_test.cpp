// SPDX-License-Identifier: BSL-1.0
#include <task/agreed_words.hpp>

#include <limits>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(agreed_words_test)

using dlp::column_words;
using dlp::detail::agreed_words;

BOOST_AUTO_TEST_CASE(what_no_cell_speaks_of_is_what_is_declared) {
  auto const declared = column_words{"J", {{"long_name", "energy"}}};
  BOOST_TEST((agreed_words().words(declared) == declared));
  auto silent = agreed_words();
  silent.add({});
  BOOST_TEST((silent.words(declared) == declared));
  BOOST_TEST(silent.contradictions() == "");
}

BOOST_AUTO_TEST_CASE(what_all_say_that_speak_of_it_is_agreed) {
  auto said = agreed_words();
  said.add({"eV", {{"n", 3}}});
  said.add({});
  said.add({"eV", {{"long_name", "energy"}}});
  BOOST_TEST((said.words({"J", {{"n", 4}, {"m", 5}}}) ==
              column_words{"eV", {{"n", 3}, {"m", 5}, {"long_name", "energy"}}}));
  BOOST_TEST(said.contradictions() == "");
}

BOOST_AUTO_TEST_CASE(what_is_no_number_contradicts_nothing) {
  auto const of_cell = column_words{"J", {{"tolerance", std::numeric_limits<double>::quiet_NaN()}}};
  auto said = agreed_words();
  said.add(of_cell);
  said.add(of_cell);
  BOOST_TEST((said.words() == of_cell));
  BOOST_TEST(said.contradictions() == "");
}

BOOST_AUTO_TEST_CASE(what_cells_contradict_each_other_in_is_left_out_and_told) {
  auto said = agreed_words();
  said.add({"eV", {{"n", 3}, {"same", 1}}});
  said.add({"J", {{"n", 3.0}, {"same", 1}}});
  said.add({"eV", {{"n", "3"}, {"same", 1}}});
  BOOST_TEST((said.words({"J", {{"n", 3}}}) == column_words{"", {{"same", 1}}}));
  BOOST_TEST(said.contradictions() == "the unit (eV, J), n (3, 3)");
}

BOOST_AUTO_TEST_SUITE_END()
