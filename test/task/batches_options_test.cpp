// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/batches_options.hpp>

#include <chrono>
#include <string>
#include <variant>

#include <boost/mpi.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(batches_options_test)

BOOST_AUTO_TEST_CASE(what_nobody_says_is_not_there) {
  auto const options = dlp::batches_options();
  BOOST_TEST((!options.count && !options.batch_size && !options.seed && !options.target_error));
  BOOST_TEST(options.seeds.empty());
  BOOST_TEST(std::holds_alternative<dlp::adaptive>(options.schedule));
  BOOST_TEST(std::holds_alternative<dlp::stop>(options.on_error));
  BOOST_TEST(options.journal.path.empty());
  BOOST_TEST(options.root == 0);
  BOOST_TEST(options.comm.size() == boost::mpi::communicator().size());
}

BOOST_AUTO_TEST_CASE(they_are_said_in_this_order) {
  auto const count = 1000;
  auto const options = dlp::batches_options{.count = count,
                                            .batch_size = 10,
                                            .seed = 42,
                                            .seeds = {1, 2},
                                            .target_error = 0.1,
                                            .schedule = dlp::fixed{2},
                                            .cost = [](dlp::index_t) { return 1.0; },
                                            .stop = {},
                                            .deadline = std::chrono::hours(1),
                                            .progress = true,
                                            .label = "points",
                                            .on_error = dlp::retry{2},
                                            .survive = dlp::survive{},
                                            .journal = {"run.db", dlp::durability::each},
                                            .key = "dt = 1",
                                            .root = 0,
                                            .comm = {},
                                            .where = std::source_location::current()};
  BOOST_TEST((options.count == 1000U && options.batch_size == 10U && options.seed == 42U));
  BOOST_TEST(options.seeds.size() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
