// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/open_loop.hpp>

#include <forward_list>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

#include "../support/ranges.hpp"
#include "../support/standard_error.hpp"

BOOST_AUTO_TEST_SUITE(open_loop_test)

using dlp::detail::open_loop;

namespace {
auto const world = dlp::communicator();
}

BOOST_AUTO_TEST_CASE(a_loop_is_described_by_its_name_its_size_and_its_options) {
  auto numbers = std::vector<int>(3);
  auto loop = open_loop(numbers, {.schedule = dlp::guided{2}}, {.name = "split_managed"});
  BOOST_TEST(loop->words() == "split_managed over 3 examples, schedule guided{2}, root 0");
  while (loop->next()) {
  }

  auto list = std::forward_list<int>(3);
  auto unsized = open_loop(list, {}, {.name = "for_each"});
  BOOST_TEST(unsized->words() ==
             "for_each over an unknown number of examples, schedule adaptive, root 0");
  while (unsized->next()) unsized->range_ends_at(0);
}

BOOST_AUTO_TEST_CASE(one_rank_runs_a_loop_alone_and_the_root_manages_a_shared_one) {
  auto numbers = std::vector<int>(3);
  auto loop = open_loop(numbers, {}, {.name = "split_managed"});
  BOOST_TEST(loop->alone() == (world.size() == 1));
  BOOST_TEST(loop->manages() == (world.size() > 1 && world.rank() == 0));
  while (loop->next()) {
  }
}

// contract: E6
BOOST_AUTO_TEST_CASE(wrong_options_are_found_before_the_first_message) {
  auto numbers = std::vector<int>(3);
  BOOST_CHECK_THROW(open_loop(numbers, {.schedule = dlp::factoring{0}}, {.name = "x"}),
                    dlp::usage_error);
  BOOST_CHECK_THROW(open_loop(numbers, {.root = world.size()}, {.name = "x"}), dlp::usage_error);
}

BOOST_AUTO_TEST_CASE(the_meter_has_the_label_on_the_root_alone) {
  auto numbers = std::vector<int>(3);
  auto const said = dlp_test::said_on_stderr([&] {
    auto const options = dlp::managed_options{.progress = true, .label = "xs"};
    auto loop = open_loop(numbers, options, {.name = "split_managed"});
    while (loop->next()) {
    }
  });
  auto const line = said.find("xs: [####################] 3/3");
  BOOST_TEST((line != said.npos) == (world.rank() == 0), said);
  BOOST_TEST(said.empty() == (world.rank() != 0), said);
}

BOOST_AUTO_TEST_SUITE_END()
