// SPDX-License-Identifier: BSL-1.0
#include <report/journal_table.hpp>

#include <boost/test/unit_test.hpp>

#include <dispatch/journal/database.hpp>
#include <dispatch/journal/store_error.hpp>

#include "../support/journals.hpp"
#include "../support/sweep_files.hpp"

BOOST_AUTO_TEST_SUITE(journal_table_test)

using namespace dlp::detail;
using namespace dlp_test;

BOOST_FIXTURE_TEST_CASE(the_table_of_a_sweep_is_made_from_its_file_alone, journal_place) {
  sweep_file{file}.make();
  auto const table = table_of(journal_reader(file));
  auto const& shape = table.shape();
  BOOST_TEST(shape.size == 6U);
  BOOST_TEST((shape.dimensions == std::vector<dlp::index_t>{2, 3}));
  BOOST_TEST(parameters_in_words(shape, 5) == "a = 2, b = 2.5");
  BOOST_TEST(shape.axes[1].what.unit == "m");
  BOOST_REQUIRE(shape.results.size() == 3U);
  BOOST_TEST(shape.results[0].name == "x");
  BOOST_TEST((shape.results == sweep_file{file}.table->shape().results));
  auto values = std::vector<stored_value>();
  auto const row = table.row_at(2, values);
  BOOST_TEST((row.status == dlp::cell_status::done));
  BOOST_TEST(same(values[0], 1.0));
  BOOST_TEST(same(values[2], "[1,2.5]"));
  BOOST_TEST(table.about(4).error == "E: no");
  BOOST_TEST((table.about(5).status == dlp::cell_status::missing));
}

BOOST_FIXTURE_TEST_CASE(where_cells_are_left_out_it_has_those_that_are_kept, journal_place) {
  sweep_file{.file = file, .leaves_out = true}.make();
  auto const from = journal_reader(file);
  BOOST_TEST((cells_of(from) == dlp::index_t{4}));
  auto const table = table_of(from);
  auto const& shape = table.shape();
  BOOST_REQUIRE(shape.size == 4U);
  BOOST_TEST(shape.cell_at(1) == 2U);
  BOOST_TEST((shape.position_of(5) == dlp::index_t{3}));
  BOOST_TEST(!shape.position_of(3).has_value());
  BOOST_TEST((table.about(3).status == dlp::cell_status::missing));
}

namespace {

/// Sets what the file says of its table; "" takes it away.
void set_note(std::filesystem::path const& file, std::string const& name, std::string const& text) {
  auto in = database(file, access::write);
  in.execute("DELETE FROM meta WHERE name = '" + name + "'");
  if (!text.empty()) in.execute("INSERT INTO meta VALUES ('" + name + "', '" + text + "')");
}

}  // namespace

BOOST_FIXTURE_TEST_CASE(what_a_file_of_an_earlier_version_does_not_say_is_taken_from_its_rows,
                        journal_place) {
  sweep_file{.file = file, .leaves_out = true}.make();
  set_note(file, "kept", "");
  set_note(file, "column trace", "");
  auto const shape = shape_of(journal_reader(file));
  BOOST_REQUIRE(shape.size == 3U);
  BOOST_TEST(shape.cell_at(1) == 2U);
  BOOST_TEST((shape.position_of(4) == dlp::index_t{2}));
  BOOST_TEST(!shape.position_of(5).has_value());
  BOOST_TEST((shape.results[2].kind == dlp::column_kind::text));
}

BOOST_FIXTURE_TEST_CASE(where_the_next_run_keeps_others_its_cells_are_those_of_the_table,
                        journal_place) {
  sweep_file{.file = file, .leaves_out = true}.make();
  sweep_file{.file = file, .leaves_out = true, .least = 2.0}.open().reset();
  auto const shape = shape_of(journal_reader(file));
  BOOST_REQUIRE(shape.size == 2U);
  BOOST_TEST(shape.cell_at(0) == 2U);
  BOOST_TEST(shape.cell_at(1) == 5U);
  BOOST_TEST((table_of(journal_reader(file)).about(0).status == dlp::cell_status::failed));
}

BOOST_FIXTURE_TEST_CASE(the_grid_has_cells_that_are_left_out, journal_place) {
  sweep_file{.file = file, .leaves_out = true}.make();
  BOOST_TEST((cells_of_grid(journal_reader(file)) == dlp::index_t{6}));
}

BOOST_FIXTURE_TEST_CASE(what_does_not_go_with_the_rest_of_the_file_is_damage, journal_place) {
  auto const check = [&](char const* name, char const* text) {
    std::filesystem::remove(file);
    sweep_file{.file = file, .leaves_out = true}.make();
    set_note(file, name, text);
    BOOST_CHECK_THROW(static_cast<void>(shape_of(journal_reader(file))), store_error);
  };
  for (auto const* kept : {"1-3 6", "1-2 4", "0-5", "7-8"}) check("kept", kept);
  check("column a", R"(["real","8","signed","","","",""])");
  check("column x", R"(["integer","4","signed","","","",""])");
}

BOOST_FIXTURE_TEST_CASE(there_may_be_no_memory_for_all_cells, journal_place) {
  {
    auto const made =
        journal_file({.file = file, .traits = {{"call", "map"}, {"size", "9000000000000000000"}}});
  }
  BOOST_TEST(text_of([&] { return table_of(journal_reader(file)); }) ==
             "dlp-sweep: there is no memory for a table of 9000000000000000000 cells");
}

BOOST_FIXTURE_TEST_CASE(axes_that_go_together_are_one_dimension, journal_place) {
  {
    auto terms = sample_terms(file);
    terms.traits = {{"table", "0 0 1; value real"}, {"cells", "6"}};
    terms.axes = {
        {"x", "", value_kind::real, {1.0, 2.0}},
        {"name", "", value_kind::text, {"one", "two"}},
        {"on", "", value_kind::boolean, {std::int64_t{0}, std::int64_t{1}, std::int64_t{1}}}};
    auto const made = journal_file(terms);
  }
  auto const shape = shape_of(journal_reader(file));
  BOOST_TEST(shape.size == 6U);
  BOOST_TEST(parameters_in_words(shape, 4) == "x = 2, name = two, on = true");
}

BOOST_FIXTURE_TEST_CASE(dimensions_that_axes_do_not_have_are_damage, journal_place) {
  for (auto const* words : {"0 0 1;", "1 2 3;", "0 1 0;"}) {
    std::filesystem::remove(file);
    {
      auto terms = sample_terms(file);
      terms.traits = {{"table", words}};
      terms.axes = {{"x", "", value_kind::real, {1.0, 2.0}},
                    {"y", "", value_kind::real, {1.0, 2.0, 3.0}},
                    {"z", "", value_kind::real, {1.0}}};
      auto const made = journal_file(terms);
    }
    BOOST_CHECK_THROW(static_cast<void>(shape_of(journal_reader(file))), store_error);
  }
}

BOOST_FIXTURE_TEST_CASE(bytes_of_a_loop_are_no_columns, journal_place) {
  {
    auto terms = journal_terms{.file = file,
                               .traits = {{"call", "map"}, {"size", "60"}},
                               .results = {{"value", value_kind::blob}}};
    auto made = journal_file(terms);
    auto samples = std::vector<std::unique_ptr<sample_row>>();
    auto rows = std::vector<cell_row>();
    for (auto const index : {2, 3}) {
      samples.push_back(std::make_unique<sample_row>(static_cast<dlp::index_t>(index)));
      rows.push_back(samples.back()->row);
      rows.back().axes = {};
    }
    made.commit(rows);
  }
  auto const table = table_of(journal_reader(file));
  BOOST_TEST(table.shape().size == 60U);
  BOOST_TEST(table.shape().results.empty());
  BOOST_TEST((table.about(2).status == dlp::cell_status::done));
  BOOST_TEST((table.about(3).status == dlp::cell_status::failed));
  BOOST_TEST((table.about(4).status == dlp::cell_status::missing));
}

BOOST_AUTO_TEST_SUITE_END()
