// SPDX-License-Identifier: BSL-1.0
#include <report/reset_cells.hpp>

#include <boost/test/unit_test.hpp>

#include <dispatch/journal/database.hpp>
#include <dispatch/journal/journal_reader.hpp>
#include <dispatch/journal/store_error.hpp>
#include <dlp/core/error.hpp>
#include <report/journal_overview.hpp>

#include "../support/journals.hpp"
#include "../support/sweep_files.hpp"

BOOST_AUTO_TEST_SUITE(reset_cells_test)

using namespace dlp::detail;
using namespace dlp_test;

namespace {

auto indices_in(std::filesystem::path const& file) {
  auto found = std::vector<dlp::index_t>();
  journal_reader(file).for_each_row([&](cell_row const& row) { found.push_back(row.index); });
  return found;
}

struct fixture : journal_place {
  sweep_file sweep = {file};
  fixture() { sweep.make(); }
};

using indices = std::vector<dlp::index_t>;
constexpr auto each = boost::test_tools::per_element();

}  // namespace

BOOST_FIXTURE_TEST_CASE(those_that_failed_are_taken_out, fixture) {
  BOOST_TEST(reset_failed(file) == 2U);
  BOOST_TEST(indices_in(file) == (indices{0, 1, 2}), each);
  BOOST_TEST(reset_failed(file) == 0U);
}

BOOST_FIXTURE_TEST_CASE(all_are_taken_out, fixture) {
  BOOST_TEST(reset_all(file) == 5U);
  BOOST_TEST(indices_in(file).empty());
}

BOOST_FIXTURE_TEST_CASE(all_are_those_of_cells_too_that_the_grid_does_not_have, journal_place) {
  auto const axis_of = [](double value) {
    return std::vector<stored_axis>{{"x", "m", value_kind::real, {1.0, value}}};
  };
  {
    auto terms = sample_terms(file);
    terms.traits = {};
    terms.axes = axis_of(2);
    auto made = journal_file(terms);
    auto const row = [](dlp::index_t index, stored_value const& x, stored_value const& result) {
      return cell_row{.index = index, .axes = {&x, 1}, .results = {&result, 1}};
    };
    auto const values = std::vector<stored_value>{1.0, 2.0, stored_value()};
    made.commit(std::vector{row(0, values[0], values[2]), row(1, values[1], values[2])});
  }
  {
    auto terms = sample_terms(file);
    terms.traits = {};
    terms.axes = axis_of(3);
    terms.lookup = [] {
      return [](std::span<stored_value const> at) {
        return same(at.front(), 1.0) ? std::optional<dlp::index_t>(0) : std::nullopt;
      };
    };
    BOOST_TEST((journal_file(terms).left_out() == std::size_t{1}));
  }
  BOOST_TEST(reset_all(file) == 2U);
  auto terms = sample_terms(file);
  terms.traits = {};
  terms.axes = axis_of(2);
  terms.lookup = [] {
    return [](std::span<stored_value const>) { return std::optional<dlp::index_t>(1); };
  };
  auto const back = journal_file(terms);
  BOOST_TEST(find_rows(back).count == 0U);
}

BOOST_FIXTURE_TEST_CASE(named_ones_are_taken_out, fixture) {
  BOOST_TEST(reset_cells(file, indices{1, 4, 5}) == 2U);
  BOOST_TEST(indices_in(file) == (indices{0, 2, 3}), each);
}

BOOST_FIXTURE_TEST_CASE(where_one_of_them_does_not_exist_none_is, fixture) {
  auto const text = text_of<dlp::usage_error>([&] { return reset_cells(file, indices{1, 4, 6}); });
  BOOST_TEST(text.ends_with("run.db has 6 cells, counted from 0, and no cell 6"), text);
  BOOST_TEST(indices_in(file).size() == 5U);
}

BOOST_FIXTURE_TEST_CASE(named_ones_are_taken_out_of_a_file_with_damaged_rows, journal_place) {
  sweep_file{.file = file, .leaves_out = true}.make();
  auto const damage = [&](char const* statement) {
    database(file, access::write).execute(statement);
  };
  damage("DELETE FROM meta WHERE name = 'kept'");  // as in a file of an earlier version
  damage("UPDATE cell SET attempts = 99 WHERE \"index\" = 2");
  BOOST_CHECK_THROW(indices_in(file), store_error);
  BOOST_TEST(reset_cells(file, indices{2}) == 1U);
  BOOST_TEST(indices_in(file) == (indices{1, 4}), each);
}

BOOST_FIXTURE_TEST_CASE(the_next_start_takes_the_file_and_what_is_left, fixture) {
  auto const before = journal_reader(file).traits();
  BOOST_TEST(reset_failed(file) == 2U);
  auto after = journal_reader(file).traits();
  after["owner"] = before.at("owner");
  BOOST_TEST((after == before));
  auto const again = sweep_file{file};
  auto const run = again.open();
  BOOST_TEST(run->done().size() == 1U);
  BOOST_TEST((again.table->about(3).status == dlp::cell_status::missing));
  BOOST_TEST((again.table->about(2).status == dlp::cell_status::done));
}

BOOST_FIXTURE_TEST_CASE(the_file_of_a_run_that_goes_on_is_left_as_it_is, fixture) {
  auto const run = sweep.open();
  for (auto const act : {reset_failed, reset_all}) {
    auto const text = text_of<dlp::usage_error>([&] { return act(file); });
    BOOST_TEST(contains(text, " is being written to by process "));
    BOOST_TEST(text.ends_with(": wait until that has ended, or stop it, and reset the file then"));
  }
  BOOST_TEST(indices_in(file).size() == 5U);
}

BOOST_FIXTURE_TEST_CASE(results_of_a_loop_are_taken_out_too, journal_place) {
  {
    auto made = journal_file(sample_terms(file));
    commit_samples(made, 0, 100);
  }
  BOOST_TEST(reset_failed(file) == 2U);
  BOOST_TEST(overview_of(journal_reader(file)).done == 98U);
}

BOOST_FIXTURE_TEST_CASE(a_loop_has_the_cells_of_its_range_if_that_has_a_size, journal_place) {
  auto const made = [&](std::vector<journal_trait> const& traits) {
    auto terms = sample_terms(file);
    terms.traits = traits;
    terms.axes = {};
    auto const nothing = dlp::detail::stored_value();
    journal_file(terms).commit(std::vector{cell_row{.index = 99, .results = {&nothing, 1}}});
  };
  made({{"size", "100"}});
  auto const text = text_of<dlp::usage_error>([&] { return reset_cells(file, indices{99, 100}); });
  BOOST_TEST(text.ends_with(" has 100 cells, counted from 0, and no cell 100"), text);
  BOOST_TEST(reset_cells(file, indices{99}) == 1U);
  std::filesystem::remove(file);
  made({});
  BOOST_TEST(reset_cells(file, indices{99, 100}) == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
