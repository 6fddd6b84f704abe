// SPDX-License-Identifier: BSL-1.0
#include <dlp/dispatch/shared_loop.hpp>

#include <algorithm>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dispatch/progress/observer.hpp>

#include <dispatch/ledger/loop_terms.hpp>
#include <dispatch/shared/loop_site.hpp>
#include "../support/exactly_once.hpp"

BOOST_AUTO_TEST_SUITE(shared_loop_test)

using namespace dlp::detail;
using dlp::index_t;
using dlp_test::exactly_once;

namespace {

auto terms_of(std::optional<index_t> size, dlp::schedule schedule = dlp::fixed{}) -> loop_terms {
  return {.name = "split_shared", .size = size, .schedule = schedule};
}

}  // namespace

BOOST_AUTO_TEST_CASE(without_other_ranks_it_runs_through_all_of_the_range) {
  for (auto const size : {std::optional<index_t>(30), std::optional<index_t>()}) {
    auto own = std::vector<index_t>();
    auto loop = shared_loop(loop_site(), terms_of(size), {}, {});
    while (loop.next()) {
      if (loop.index() == 30) {
        loop.range_ends_at(30);
      } else {
        own.push_back(loop.index());
      }
    }
    BOOST_TEST(!loop.next());
    BOOST_TEST(exactly_once(own, 30) == "");
    BOOST_TEST(std::ranges::is_sorted(own));
  }
}

// contract: S4
BOOST_AUTO_TEST_CASE(a_loop_that_a_manager_serves_gives_what_that_gives) {
  auto order = std::vector<index_t>{2, 0, 1};
  auto loop = shared_loop(std::make_unique<managed_loop>(nullptr, terms_of(3), std::stop_token(),
                                                         progress_options(), order));
  auto visited = std::vector<index_t>();
  while (loop.next()) visited.push_back(loop.index());
  BOOST_TEST(visited == order);
  BOOST_TEST(!loop.next());
  auto unsized = shared_loop(
      std::make_unique<managed_loop>(nullptr, terms_of({}), std::stop_token(), progress_options()));
  auto count = 0;
  while (unsized.next()) {
    if (unsized.index() == 5) {
      unsized.range_ends_at(5);
    } else {
      ++count;
    }
  }
  BOOST_TEST(count == 5);
}

BOOST_AUTO_TEST_SUITE_END()
