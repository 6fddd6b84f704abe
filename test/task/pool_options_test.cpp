// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/pool_options.hpp>

#include <string>
#include <variant>

#include <boost/mpi.hpp>
#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>
#include <dlp/task/function_pool.hpp>

BOOST_AUTO_TEST_SUITE(pool_options_test)

BOOST_AUTO_TEST_CASE(what_nobody_says_is_the_root_0_of_the_world_and_adaptive_chunks) {
  auto const options = dlp::pool_options();
  BOOST_TEST(options.root == 0);
  BOOST_TEST(options.comm.size() == boost::mpi::communicator().size());
  BOOST_TEST(!options.survive);
  BOOST_TEST(!options.initialize);
  BOOST_TEST(std::holds_alternative<dlp::adaptive>(dlp::pool_map_options().schedule));
  BOOST_TEST(!dlp::pool_map_options().deadline);
  BOOST_TEST(dlp::submit_options().priority == 0);
}

BOOST_AUTO_TEST_CASE(what_makes_no_sense_is_refused) {
  auto const refuses = [](dlp::pool_options const& options) {
    try {
      dlp::function_pool<int(int)> pool([](int x) { return x; }, options);
      return false;
    } catch (dlp::usage_error const&) {
      return true;
    }
  };
  BOOST_TEST(refuses({.survive = dlp::survive{.deaths = 0}}));
  BOOST_TEST(refuses({.root = 99}));
  BOOST_TEST(refuses({.comm = boost::mpi::communicator(MPI_COMM_NULL, boost::mpi::comm_attach)}));
}

BOOST_AUTO_TEST_SUITE_END()
