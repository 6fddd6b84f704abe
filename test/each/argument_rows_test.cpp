// SPDX-License-Identifier: BSL-1.0
#include <each/argument_rows.hpp>

#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

#include "../support/temporary_folder.hpp"
#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(argument_rows_test)

using dlp::detail::argument_rows;
using dlp::detail::argument_source;
using dlp::detail::argument_terms;
using words = std::vector<std::string>;

namespace {

/// "a 1|b 2" for two jobs of two arguments.
auto all_of(argument_terms terms) -> std::string {
  auto rows = argument_rows(std::move(terms));
  auto text = std::string();
  while (auto const row = rows.next(true)) {
    if (!text.empty()) text += '|';
    for (auto const& one : *row) text += one + (&one == &row->back() ? "" : " ");
  }
  BOOST_TEST(rows.is_at_end());
  return text;
}

auto source(words of, bool is_linked = false) -> argument_source {
  return {.words = std::move(of), .is_linked = is_linked};
}

}  // namespace

BOOST_AUTO_TEST_CASE(of_several_sources_all_combinations_are_made) {
  BOOST_TEST(all_of({.sources = {source({"a", "b"})}}) == "a|b");
  BOOST_TEST(all_of({.sources = {source({"a", "b"}), source({"1", "2"}), source({"x"})}}) ==
             "a 1 x|a 2 x|b 1 x|b 2 x");
}

BOOST_AUTO_TEST_CASE(linked_sources_go_together_as_far_as_the_shorter) {
  BOOST_TEST(all_of({.sources = {source({"a", "b"}), source({"1", "2", "3"}, true),
                                 source({"X", "Y"})}}) == "a 1 X|a 1 Y|b 2 X|b 2 Y");
}

BOOST_AUTO_TEST_CASE(where_all_are_linked_the_shorter_begin_again) {
  BOOST_TEST(all_of({.sources = {source({"a", "b", "c"}), source({"1", "2"})},
                     .links_all = true}) == "a 1|b 2|c 1");
}

BOOST_AUTO_TEST_CASE(a_source_of_nothing_makes_no_job_or_an_empty_argument_beside_others) {
  BOOST_TEST(all_of({.sources = {source({})}}).empty());
  BOOST_TEST(all_of({.sources = {source({"a"}), source({})}}) == "a ");
}

BOOST_AUTO_TEST_CASE(columns_of_an_argument_are_arguments) {
  BOOST_TEST(all_of({.sources = {source({"a, b", "c,d "})}, .columns = ","}) == "a b|c d");
  auto const said = dlp_test::text_of<dlp::usage_error>(
      [] { return argument_rows({.sources = {source({"a"})}, .columns = "("}); });
  BOOST_TEST(dlp_test::contains(said, "dlp-each: --colsep ( is no regular expression"));
}

BOOST_AUTO_TEST_CASE(empty_arguments_can_be_left_out) {
  auto terms = argument_terms{.sources = {source({"a", "", " ", "b"})}, .skips_empty = true};
  BOOST_TEST(all_of(terms) == "a|b");
  auto rows = argument_rows(terms);
  BOOST_TEST(rows.count() == 2U);
  BOOST_TEST(rows.next(true)->front() == "a");
}

BOOST_AUTO_TEST_CASE(lines_of_files_are_sources_too_and_can_be_counted_before) {
  auto const folder = dlp_test::temporary_folder();
  dlp_test::write_file(folder / "in", "1\n2\n3\n");
  auto const file = argument_source{.file = (folder / "in").string()};
  BOOST_TEST(all_of({.sources = {file}}) == "1|2|3");
  BOOST_TEST(all_of({.sources = {source({"a", "b"}), file}}) == "a 1|a 2|a 3|b 1|b 2|b 3");
  auto rows = argument_rows({.sources = {file}});
  BOOST_TEST(rows.descriptor() >= 0);
  BOOST_TEST(rows.count() == 3U);
  BOOST_TEST(rows.descriptor() == -1);
  for (auto const* expected : {"1", "2", "3"}) BOOST_TEST(rows.next(false)->front() == expected);
  BOOST_TEST(!rows.next(true));
}

BOOST_AUTO_TEST_SUITE_END()
