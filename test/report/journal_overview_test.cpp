// SPDX-License-Identifier: BSL-1.0
#include <report/journal_overview.hpp>

#include <boost/test/unit_test.hpp>

#include "../support/journals.hpp"
#include "../support/sweep_files.hpp"

BOOST_AUTO_TEST_SUITE(journal_overview_test)

using namespace dlp::detail;
using namespace dlp_test;

namespace {

struct fixture : journal_place {
  /// The overview of a loop over a hundred examples, of which these rows are kept.
  auto overview_with(std::vector<cell_row> const& rows) const -> journal_overview {
    std::filesystem::remove(file);
    {
      auto made = journal_file({.file = file, .traits = {{"call", "for_each"}, {"size", "100"}}});
      made.commit(rows);
    }
    return overview_of(journal_reader(file));
  }
};

auto done(dlp::index_t index, double start, double duration, int rank = 1) -> cell_row {
  return {.index = index, .rank = rank, .host = "node1", .start = start, .duration = duration};
}

auto failed(dlp::index_t index, char const* error) -> cell_row {
  return {.index = index, .status = dlp::cell_status::failed, .error = error};
}

}  // namespace

BOOST_FIXTURE_TEST_CASE(it_counts_the_cells_of_a_sweep, journal_place) {
  auto const sweep = sweep_file{file};
  sweep.make();
  auto const seen = overview_of(journal_reader(file));
  BOOST_TEST(seen.call == "sweep");
  BOOST_TEST((seen.cells == dlp::index_t{6}));
  BOOST_TEST(seen.done == 3U);
  BOOST_TEST(seen.failed() == 2U);
  BOOST_TEST((seen.missing() == dlp::index_t{1}));
  BOOST_REQUIRE(seen.failures.size() == 1U);
  BOOST_TEST(seen.failures[0].reason == "E: no");
  BOOST_REQUIRE(seen.failures[0].first.size() == 2U);
  BOOST_TEST(seen.failures[0].first[1] == "cell 4: a = 2, b = 1.5");
  BOOST_REQUIRE(seen.slowest.size() == 3U);
  BOOST_TEST(seen.slowest[0].cell == "cell 2: a = 1, b = 2.5");
  BOOST_TEST(seen.slowest[0].seconds == 2.0);
}

BOOST_FIXTURE_TEST_CASE(rows_of_cells_that_are_not_kept_any_more_are_not_counted, journal_place) {
  sweep_file{.file = file, .leaves_out = true}.make();
  static_cast<void>(sweep_file{.file = file, .leaves_out = true, .least = 2.0}.open());
  auto const seen = overview_of(journal_reader(file));
  BOOST_TEST((seen.cells == dlp::index_t{2}));
  BOOST_TEST(seen.done == 0U);
  BOOST_TEST(seen.failed() == 1U);
  BOOST_TEST((seen.missing() == dlp::index_t{1}));
}

BOOST_FIXTURE_TEST_CASE(it_sees_what_a_run_has_written_that_goes_on, journal_place) {
  auto const sweep = sweep_file{file};
  auto const run = sweep.open();
  BOOST_TEST(overview_of(journal_reader(file)).done == 0U);
  sweep.keep_most(*run);
  BOOST_TEST(overview_of(journal_reader(file)).done == 3U);
}

BOOST_FIXTURE_TEST_CASE(each_reason_is_there_once_the_most_frequent_first, fixture) {
  auto rows = std::vector<cell_row>();
  rows.push_back(failed(0, "E: rare"));
  for (auto i = dlp::index_t{1}; i != 6; ++i) rows.push_back(failed(i, "E: of\ntwo lines"));
  rows.push_back(failed(6, "A: rare too"));
  auto const seen = overview_with(rows).failures;
  BOOST_REQUIRE(seen.size() == 3U);
  BOOST_TEST(seen[0].reason == "E: of\\ntwo lines");
  BOOST_TEST(seen[0].count == 5U);
  BOOST_TEST(seen[0].first == (std::vector<std::string>{"cell 1", "cell 2", "cell 3"}),
             boost::test_tools::per_element());
  BOOST_TEST(seen[1].reason == "E: rare");
  BOOST_TEST(seen[2].reason == "A: rare too");
}

BOOST_FIXTURE_TEST_CASE(reasons_that_differ_in_a_number_are_one, fixture) {
  auto const seen = overview_with({failed(0, "E: alone at 1"), failed(1, "E: at 17 of 20"),
                                   failed(2, "E: at 3 of 20"), failed(3, "E: at 4 of 20")})
                        .failures;
  BOOST_REQUIRE(seen.size() == 2U);
  BOOST_TEST(seen[0].reason == "E: at … of 20");
  BOOST_TEST(seen[0].count == 3U);
  BOOST_TEST(seen[0].first.size() == 3U);
  BOOST_TEST(seen[1].reason == "E: alone at 1");
}

BOOST_FIXTURE_TEST_CASE(a_long_reason_is_cut_where_it_is_shown_and_compared_whole, fixture) {
  auto const where = "E: " + std::string(192, 'x');
  auto const texts = std::vector{where + " at 9, too hot", where + " at 10, too hot",
                                 where + " at 11, too cold", where + " at 12, too cold"};
  auto rows = std::vector<cell_row>();
  for (auto const& text : texts) rows.push_back(failed(rows.size(), text.c_str()));
  auto const seen = overview_with(rows).failures;
  BOOST_REQUIRE(seen.size() == 2U);
  BOOST_TEST(seen[0].count == 2U);
  BOOST_TEST(seen[0].reason == where + " at … (211 bytes)");
  BOOST_TEST(seen[1].count == 2U);
}

BOOST_FIXTURE_TEST_CASE(five_are_the_slowest, fixture) {
  auto rows = std::vector<cell_row>();
  for (auto i = dlp::index_t{0}; i != 20; ++i)
    rows.push_back(done(i, 1e9, static_cast<double>(i * 7 % 20)));
  auto const seen = overview_with(rows).slowest;
  BOOST_REQUIRE(seen.size() == 5U);
  for (auto i = std::size_t{0}; i != 5; ++i)
    BOOST_TEST(seen[i].seconds == static_cast<double>(19 - i));
}

BOOST_FIXTURE_TEST_CASE(the_rest_takes_what_the_last_cells_took_on_as_many_ranks, fixture) {
  auto rows = std::vector<cell_row>();
  // Eight ranks long ago, which were slow; then two.
  for (auto i = dlp::index_t{0}; i != 8; ++i)
    rows.push_back(done(i, 1e8, 1000, static_cast<int>(i)));
  for (auto i = dlp::index_t{8}; i != 100; ++i)
    rows.push_back(done(i, 1e9 + static_cast<double>(i), 10, static_cast<int>(i % 2)));
  BOOST_TEST(!overview_with(rows).rest.has_value());
  rows.resize(60);
  auto const seen = overview_with(rows).rest;
  BOOST_REQUIRE(seen.has_value());
  BOOST_TEST(seen->ranks == 2U);
}

BOOST_FIXTURE_TEST_CASE(the_rest_is_the_mean_of_the_last_hundred, fixture) {
  auto rows = std::vector<cell_row>();
  for (auto i = dlp::index_t{0}; i != 50; ++i)
    rows.push_back(
        done(i, 1e9 + static_cast<double>(i), i % 2 == 0 ? 10 : 20, static_cast<int>(i % 2)));
  auto const seen = overview_with(rows).rest;
  BOOST_REQUIRE(seen.has_value());
  BOOST_TEST(seen->ranks == 2U);
  BOOST_TEST(seen->seconds == 50 * 15.0 / 2);
}

BOOST_FIXTURE_TEST_CASE(where_no_duration_is_known_nothing_is_estimated, fixture) {
  auto const seen = overview_with({done(0, 0, 0), failed(1, "E")});
  BOOST_TEST(!seen.rest.has_value());
  BOOST_TEST(seen.slowest.empty());
  BOOST_TEST((seen.missing() == dlp::index_t{98}));
}

BOOST_AUTO_TEST_SUITE_END()
