// SPDX-License-Identifier: BSL-1.0
#include <dispatch/shared/shared_report.hpp>

#include <algorithm>
#include <chrono>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <comm/call/private_communicator.hpp>
#include <dlp/adaptor/barrier.hpp>

#include "../support/visits.hpp"

BOOST_AUTO_TEST_SUITE(shared_report_test)

using namespace dlp::detail;
using dlp_test::world;
using namespace std::chrono_literals;

namespace {

struct fixture {
  /// Notes so many visits, of positions that no other rank has.
  void visit(dlp::index_t count) {
    auto at = shared_report::clock::now();
    auto const first = 100 * static_cast<dlp::index_t>(world.rank());
    for (auto i = first; i != first + count; ++i, at += 1ms)
      report.visited({i, i + 1}, at, at + 1ms);
  }

  auto end() -> std::vector<rank_times> {
    for (report.ends(); !report.has_all();) hear();
    return report.conclude();
  }

  void hear() {
    auto const what = here.try_receive();
    if (what && what->what == word::times) report.take(*what);
  }

  call here{private_of(world).talk, "a loop", 0};
  shared_report report{here};
};

auto examples_of(rank_times const& its) -> dlp::index_t {
  auto sum = dlp::index_t{0};
  for (auto const& one : its.visits) sum += one.count;
  return sum;
}

}  // namespace

BOOST_FIXTURE_TEST_CASE(the_root_has_what_each_rank_noted, fixture) {
  visit(100);
  auto const all = end();
  BOOST_REQUIRE(all.size() == (world.rank() == 0 ? static_cast<std::size_t>(world.size()) : 0u));
  for (auto const& its : all) {
    BOOST_TEST(examples_of(its) == 100u);
    BOOST_TEST(its.visits.front().first == 100u * static_cast<unsigned>(its.rank));
    BOOST_TEST(!its.left_early);
  }
}

BOOST_FIXTURE_TEST_CASE(who_leaves_before_is_in_it_with_all_it_visited_and_little_to_send,
                        fixture) {
  visit(100);
  if (world.rank() == world.size() - 1 && world.rank() != 0) {
    report.leaves();
    return;
  }
  for (auto const& its : end()) {
    BOOST_TEST(examples_of(its) == 100u);
    BOOST_TEST(its.left_early == (its.rank == world.size() - 1 && its.rank != 0));
    if (its.left_early) BOOST_TEST(its.visits.size() <= 32u);
  }
}

BOOST_FIXTURE_TEST_CASE(where_the_root_leaves_nobody_sends_anything, fixture) {
  visit(10);
  if (world.rank() == 0) {
    report.leaves();
  } else {
    BOOST_TEST(end().empty());
  }
}

BOOST_AUTO_TEST_SUITE_END()
