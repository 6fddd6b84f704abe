// SPDX-License-Identifier: BSL-1.0
#include <task/shape_notes.hpp>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>
#include <dlp/sweep.hpp>

#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(shape_notes_test)

using namespace dlp::detail;
using dlp::column_kind;

namespace {

auto shape_with(std::vector<dlp::column> results) -> table_shape {
  auto const grid = dlp::product(dlp::axis("n", {1U, 2U}), dlp::axis("b", {0.5, 1.5, 2.5}));
  return table_shape_of(grid.where([](unsigned n, double b) { return n == 2 || b == 1.5; }),
                        std::move(results));
}

}  // namespace

BOOST_AUTO_TEST_CASE(each_column_is_noted) {
  auto const all = std::vector<dlp::column>{
      {.name = "x", .unit = "\"m\" s"},
      {.name = "on", .kind = column_kind::boolean, .bytes = 1, .is_signed = false},
      {.name = "y z", .kind = column_kind::complex, .bytes = 8, .shape = {0, 3}},
      {.name = "", .kind = column_kind::text, .bytes = 0, .may_be_missing = true},
      {.name = "t",
       .attributes = {{"", "a"}, {"long_name", "b\n"}, {"n", 3}, {"x", 0.5}},
       .dimension = "time"}};
  auto const notes = notes_of(shape_with(all));
  for (auto const& one : all) {
    auto const noted = noted_column(notes, one.name);
    BOOST_TEST((noted == one), one.name);
  }
  auto const axis = noted_column(notes, "n");
  BOOST_REQUIRE(axis.has_value());
  BOOST_TEST(!axis->is_signed);
  BOOST_TEST(axis->bytes == sizeof(unsigned));
  BOOST_TEST(!noted_column(notes, "other").has_value());
}

BOOST_AUTO_TEST_CASE(the_cells_that_are_kept_are_noted) {
  auto const notes = notes_of(shape_with({}));
  BOOST_TEST(notes.at("kept") == "1 3-5");
  BOOST_TEST((noted_cells(notes) == std::vector<dlp::index_range>{{1, 2}, {3, 6}}));
  BOOST_TEST((noted_cells({{"kept", ""}}) == std::vector<dlp::index_range>()));
  BOOST_TEST(!noted_cells({}).has_value());
}

BOOST_AUTO_TEST_CASE(what_is_not_what_was_written_is_an_error) {
  for (auto const* kept : {"x", "1-", "3-1", "3-5 5", "3 2", "0-18446744073709551615", "1  2"}) {
    BOOST_TEST(dlp_test::text_of([&] { return noted_cells({{"kept", kept}}); }) ==
                   "dlp: what the journal says of its table is not what was written: kept",
               kept);
  }
  for (auto const* text : {"", "[]", "[\"real\",\"8\",\"\",\"\",\"\",\"\"]",
                           "[\"real\",\"8\",\"\",\"\",\"\",\"\",\"\",\"key\"]",
                           "[\"number\",\"8\",\"\",\"\",\"\",\"\",\"\"]",
                           "[\"real\",\"eight\",\"\",\"\",\"\",\"\",\"\"]",
                           "[\"real\",\"8\",\"\",\"0 x\",\"\",\"\",\"\"]"}) {
    BOOST_CHECK_THROW(static_cast<void>(noted_column({{"column x", text}}, "x")), dlp::error);
  }
}

BOOST_AUTO_TEST_CASE(attributes_that_an_earlier_version_wrote_are_texts) {
  auto const noted = noted_column(
      {{"column x", R"(["real","8","signed","","","m","","a","1","long_name","b"])"}}, "x");
  BOOST_REQUIRE(noted.has_value());
  BOOST_TEST(noted->attributes.size() == 2U);
  BOOST_TEST(noted->attributes.at("a") == "1");
}

BOOST_AUTO_TEST_SUITE_END()
