// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/feeder_options.hpp>

#include <variant>
#include <vector>

#include <boost/mpi.hpp>
#include <boost/test/unit_test.hpp>

#include <dlp/adaptor/gather_flat.hpp>
#include <dlp/task/growing_for_each.hpp>

BOOST_AUTO_TEST_SUITE(feeder_options_test)

BOOST_AUTO_TEST_CASE(
    what_nobody_says_is_the_root_0_of_the_world_adaptive_and_to_stop_at_a_failure) {
  auto const options = dlp::feeder_options();
  BOOST_TEST(options.root == 0);
  BOOST_TEST(options.comm.size() == boost::mpi::communicator().size());
  BOOST_TEST(std::holds_alternative<dlp::adaptive>(options.schedule));
  BOOST_TEST(std::holds_alternative<dlp::stop>(options.on_error));
  BOOST_TEST(!options.survive);
  BOOST_TEST(!options.progress);
}

BOOST_AUTO_TEST_CASE(the_longest_path_goes_first_unless_what_came_first_is_to) {
  auto const order_of_visits = [](bool breadth_first) {
    auto visited = std::vector<int>();
    dlp::for_each(std::vector{1},
                  [&](int x, dlp::feeder<int>& more) {
                    visited.push_back(x);
                    if (x < 4) more.add(2 * x), more.add(2 * x + 1);
                  },
                  {.breadth_first = breadth_first});
    return dlp::gather_flat(visited);
  };
  // With one worker the order is that of handing out.
  auto const longest_first = order_of_visits(false);
  auto const first_first = order_of_visits(true);
  if (boost::mpi::communicator().rank() != 0) return;
  BOOST_TEST(longest_first == (std::vector{1, 2, 4, 5, 3, 6, 7}), boost::test_tools::per_element());
  BOOST_TEST(first_first == (std::vector{1, 2, 3, 4, 5, 6, 7}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
