// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/sweep_options.hpp>

#include <chrono>
#include <string>
#include <variant>

#include <boost/mpi.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(sweep_options_test)

BOOST_AUTO_TEST_CASE(what_nobody_says_keeps_nothing_and_goes_on_where_a_cell_fails) {
  auto const options = dlp::sweep_options();
  BOOST_TEST(options.path.path.empty());
  BOOST_TEST((options.rerun == dlp::rerun::missing));
  BOOST_TEST(!options.cell_limit);
  BOOST_TEST(!std::get<0>(options.cost));
  BOOST_TEST(!options.priority);
  BOOST_TEST(options.only.is_all());
  BOOST_TEST(std::holds_alternative<dlp::collect>(options.on_error));
  BOOST_TEST(std::holds_alternative<dlp::adaptive>(options.schedule));
  BOOST_TEST(options.root == 0);
  BOOST_TEST(options.comm.size() == boost::mpi::communicator().size());
  BOOST_TEST(!options.everywhere);
}

BOOST_AUTO_TEST_CASE(they_are_said_in_this_order) {
  auto const options = dlp::sweep_options{.path = {"swing.db", dlp::durability::each},
                                          .rerun = dlp::rerun::failed,
                                          .cost = [](dlp::index_t) { return 1.0; },
                                          .cell_limit = std::chrono::minutes(1),
                                          .priority = [](dlp::index_t) { return 1.0; },
                                          .only = {1, 2},
                                          .schedule = dlp::fixed{2},
                                          .stop = {},
                                          .deadline = std::chrono::hours(1),
                                          .progress = true,
                                          .label = "swings",
                                          .on_error = dlp::retry{2},
                                          .survive = dlp::survive{},
                                          .everywhere = true,
                                          .key = "dt = 1",
                                          .root = 0,
                                          .comm = {}};
  BOOST_TEST(options.path.path == "swing.db");
  BOOST_TEST((options.path.survives == dlp::durability::each));
  BOOST_TEST(options.cell_limit->count() == 60);
}

BOOST_AUTO_TEST_SUITE_END()
