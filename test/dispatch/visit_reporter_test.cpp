// SPDX-License-Identifier: BSL-1.0
#include <dispatch/shared/visit_reporter.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <comm/call/private_communicator.hpp>
#include <dispatch/shared/loop_site.hpp>

#include "../support/memory_recorder.hpp"
#include "../support/visits.hpp"

BOOST_AUTO_TEST_SUITE(visit_reporter_test)

using namespace dlp::detail;
using dlp::index_t;
using dlp_test::world;
using namespace std::chrono_literals;
using clock_type = std::chrono::steady_clock;

namespace {

/// A loop over 1000 positions for each rank, the last of them first, that has nothing but a
/// journal.
struct fixture {
  explicit fixture(bool opens = true)
      : size(1000 * static_cast<index_t>(world.size())), first(1000 * rank()) {
    for (auto index = size; index-- != 0;) order.push_back(index);
    if (!service->usable()) return;
    reporter.emplace(here, *service, order);
    if (opens) open();
  }

  void open() {
    if (world.rank() != 0) return;
    service->keep(here.number(), "a loop", 0, std::make_unique<dlp_test::memory_recorder>(rows));
    service->open(here.number());
  }

  static auto rank() -> index_t { return static_cast<index_t>(world.rank()); }

  /// What prevented it that all was kept, once all have said their last.
  auto end() -> std::vector<dlp::failure> {
    reporter->end(true);
    while (!reporter->answer()) {
      auto const what = here.try_receive();
      if (what && what->what == word::kept) reporter->take(*what);
    }
    return *reporter->answer();
  }

  dlp_test::kept_rows rows;
  block_service* service = service_of(private_of(world), "a loop", 0, true);
  call here{private_of(world).talk, "a loop", 0};
  index_t size;
  index_t first;
  std::vector<index_t> order;
  std::optional<visit_reporter> reporter;
};

struct unopened : fixture {
  unopened() : fixture(false) {}
};

auto told_the_root() -> std::uint64_t { return private_of(world).count.sent_to_each().front(); }

}  // namespace

BOOST_FIXTURE_TEST_CASE(a_long_example_has_its_own_duration_and_short_ones_their_mean, fixture) {
  if (!reporter) return;
  std::ranges::sort(order);
  reporter->visited({first, first + 1}, 0.001);
  reporter->visited({first + 1, first + 2}, 0.003);
  reporter->visited({first + 2, first + 3}, 2.0);
  reporter->visited({first + 3, first + 4}, 0.004);
  BOOST_TEST(end().empty());
  if (world.rank() != 0) return;
  BOOST_TEST(rows.done.at(first).seconds == 0.002);
  BOOST_TEST(rows.done.at(first + 1).seconds == 0.002);
  BOOST_TEST(rows.done.at(first + 2).seconds == 2.0);
  BOOST_TEST(rows.done.at(first + 3).seconds == 0.004);
}

// contract: J1
BOOST_FIXTURE_TEST_CASE(what_all_ranks_have_visited_is_kept_by_its_indices, fixture) {
  if (!reporter) return;
  reporter->visited({first, first + 10}, 5.0);
  reporter->tell();
  reporter->failed({order[first + 10], world.rank(), "here", "type", "text"});
  reporter->visited({first + 11, first + 1000}, 0.0);
  BOOST_TEST(end().empty());
  if (world.rank() != 0) return;
  BOOST_TEST(rows.done.size() == size - static_cast<index_t>(world.size()));
  BOOST_TEST(rows.failed.size() == static_cast<std::size_t>(world.size()));
  BOOST_TEST(rows.done.at(order[9]).seconds == 0.5);
  BOOST_TEST(rows.failed.count(order[10]) == 1U);
  BOOST_TEST(rows.twice.empty());
}

BOOST_FIXTURE_TEST_CASE(short_examples_share_a_report, fixture) {
  if (!reporter) return;
  auto const before = told_the_root();
  auto const begun = clock_type::now();
  for (auto at = first; at != first + 1000; ++at) {
    reporter->visited({at, at + 1}, 1e-6);
    reporter->tell_if_due();
  }
  auto const most = 1 + (clock_type::now() - begun) / 50ms;
  BOOST_TEST(told_the_root() - before <= static_cast<std::uint64_t>(most));
  BOOST_TEST(end().empty());
  if (world.rank() == 0) BOOST_TEST(rows.done.size() == size);
}

BOOST_FIXTURE_TEST_CASE(after_a_disagreement_what_was_told_is_kept_and_nothing_waited_for,
                        unopened) {
  if (!reporter) return;
  reporter->visited({first, first + 1}, 1.0);
  reporter->tell();
  reporter->forget();
  open();
  while (!service->flushed()) continue;
  if (world.rank() != 0) return;
  auto const until = clock_type::now() + 30s;
  while (rows.is_open() && clock_type::now() < until) std::this_thread::sleep_for(1ms);
  BOOST_TEST(!rows.is_open());
  BOOST_TEST(!rows.done.empty());  // of the first rank that said so
}

BOOST_AUTO_TEST_SUITE_END()
