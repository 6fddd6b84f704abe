// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/stored_results.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dispatch/ledger/loop_terms.hpp>
#include <dispatch/progress/observer.hpp>
#include <dlp/core/error.hpp>

#include "memory_recorder.hpp"

BOOST_AUTO_TEST_SUITE(stored_results_test)

using namespace dlp::detail;
using dlp::index_t;
using dlp_test::kept_rows;
using dlp_test::memory_recorder;

namespace {

auto twice(int x) -> int { return 2 * x; }
using f = decltype(&twice);
using numbers = std::vector<int>;

/// Results of an earlier run: those of 0 and 2 of four examples, and what cannot be read for 3.
auto rows_of_earlier(bool damaged) -> kept_rows {
  auto rows = kept_rows();
  for (auto const x : {0, 2}) pack(rows.done[static_cast<index_t>(x)].value, twice(x));
  if (damaged) rows.done[3].value = dlp::bytes(1);
  return rows;
}

auto open(kept_rows& rows) -> managed_loop {
  return managed_loop(nullptr, {.name = "map", .result = "int", .size = 4, .journal = "run.db"}, {},
                      {}, {}, std::make_unique<memory_recorder>(rows));
}

}  // namespace

// contract: J1
BOOST_AUTO_TEST_CASE(they_come_in_order_with_their_indices) {
  auto rows = rows_of_earlier(false);
  auto loop = open(rows);
  auto seen = std::vector<std::pair<index_t, int>>();
  auto consume = [&](index_t index, int&& value) { seen.emplace_back(index, value); };
  replay<f, numbers>(loop, consume);
  BOOST_TEST((seen == std::vector<std::pair<index_t, int>>{{0, 0}, {2, 4}}));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_or_consumed_is_a_failure_of_the_loop) {
  auto rows = rows_of_earlier(true);
  auto loop = open(rows);
  auto slot = result_slot<f, numbers>();
  BOOST_TEST((take_stored<f, numbers>(loop, slot) == std::optional<index_t>(0)));
  BOOST_TEST(*slot == 0);
  BOOST_TEST((take_stored<f, numbers>(loop, slot) == std::optional<index_t>(2)));
  BOOST_TEST((take_stored<f, numbers>(loop, slot) == std::optional<index_t>(3)));
  BOOST_TEST(!slot);
  BOOST_TEST(!(take_stored<f, numbers>(loop, slot)));
  BOOST_CHECK_THROW(while (loop.next()) continue, dlp::task_error);
}

BOOST_AUTO_TEST_CASE(the_failure_is_at_the_index_that_who_consumes_names) {
  struct keeps_one {
    int come = 0;
    void operator()(index_t /*index*/, int&& /*value*/) {
      if (++come == 2) throw dlp::error("no two");
    }
    [[nodiscard]] auto at() const -> index_t { return 1; }
  };
  auto rows = rows_of_earlier(false);
  auto loop = open(rows);
  auto consume = keeps_one();
  replay<f, numbers>(loop, consume);
  auto failures = std::vector<dlp::failure>();
  try {
    while (loop.next()) continue;
  } catch (dlp::task_error const& thrown) {
    failures = thrown.failures();
  }
  BOOST_REQUIRE(failures.size() == 1u);
  BOOST_TEST(failures[0].index == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
