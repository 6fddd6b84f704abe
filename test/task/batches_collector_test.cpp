// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/batches_collector.hpp>

#include <algorithm>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/moments.hpp>

#include "../support/tally.hpp"

BOOST_AUTO_TEST_SUITE(batches_collector_test)

using dlp_test::tally;
using namespace dlp::detail;

namespace {

/// Its standard error falls with the number of batches, and is known by it.
struct counted {
  dlp::index_t batches = 1;
  double weight = 0;
  void merge(counted const& more) {
    batches += more.batches;
    weight += more.weight;
  }
  [[nodiscard]] auto standard_error() const -> double { return 1.0 / static_cast<double>(batches); }
  template <class Archive>
  void serialize(Archive& archive, unsigned /*version*/) {
    archive & batches & weight;
  }
};

/// How many batches count where those of a plan come in an order of chance.
auto taken(batches_plan const& plan, std::optional<double> target, unsigned order,
           accumulated_run<counted> const& before = {}) -> dlp::index_t {
  auto positions = std::vector<dlp::index_t>(plan.size());
  std::iota(positions.begin(), positions.end(), dlp::index_t{0});
  std::ranges::shuffle(positions, std::mt19937(order));
  auto to = batches_collector<counted>(plan, target, before, meets(before.values, target));
  for (auto const at : positions) to.take(plan.batch_at(at), {});
  auto const all = to.finished().values.total();
  return all ? all->batches : 0;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_run_ends_with_the_block_that_meets_the_target_whoever_comes_first) {
  auto const plan = plan_batches({.count = 1000, .batch_size = 10});
  for (auto order = 0U; order != 50; ++order) {
    BOOST_TEST(taken(plan, 1.0 / 30, order) == 32U);
    BOOST_TEST(taken(plan, 1.0 / 32, order) == 32U);
    BOOST_TEST(taken(plan, 1.0 / 33, order) == 48U);
    BOOST_TEST(taken(plan, 1.0, order) == 16U);
    BOOST_TEST(taken(plan, 1.0 / 1000, order) == 100U);  // it never does
    BOOST_TEST(taken(plan, std::nullopt, order) == 100U);
  }
}

BOOST_AUTO_TEST_CASE(a_run_that_goes_on_is_looked_at_at_the_same_blocks_as_from_the_start) {
  auto before = accumulated_run<counted>{.seeds = {}, .batch_size = 10};
  for (auto const batch : {0, 1, 2, 3, 4, 6, 7})
    before.values.put(static_cast<dlp::index_t>(batch), {});
  auto const plan = plan_batches({.count = 1000}, before.done());  // batch 5 is first
  for (auto order = 0U; order != 20; ++order) {
    BOOST_TEST(taken(plan, 1.0 / 7, order, before) == 16U);
    BOOST_TEST(taken(plan, 1.0 / 16, order, before) == 16U);
    BOOST_TEST(taken(plan, 1.0 / 17, order, before) == 32U);
  }
}

BOOST_AUTO_TEST_CASE(a_run_that_goes_on_behind_a_block_is_looked_at_before_the_first_batch) {
  auto before = accumulated_run<counted>{.seeds = {}, .batch_size = 10};
  for (auto batch = dlp::index_t{0}; batch != 16; ++batch) before.values.put(batch, {});
  auto const plan = plan_batches({.count = 1000}, before.done());
  BOOST_TEST(taken(plan, 1.0 / 16, 1, before) == 16U);
  BOOST_TEST(taken(plan, 1.0 / 17, 1, before) == 32U);
}

BOOST_AUTO_TEST_CASE(it_says_which_batches_it_waits_for) {
  auto const plan = plan_batches({.count = 400, .batch_size = 10});
  auto to = batches_collector<counted>(plan, 1.0 / 32, {}, false);
  for (auto batch = dlp::index_t{1}; batch != 32; ++batch) to.take(batch, {});
  BOOST_TEST((to.due() == dlp::index_range{0, 16}));
  to.take(0, {});
  BOOST_TEST(to.has_enough());
  BOOST_TEST((to.due() == dlp::index_range{32, 32}));
  auto last = batches_collector<counted>(plan, 1.0 / 100, {}, false);
  for (auto batch = dlp::index_t{0}; batch != 32; ++batch) last.take(batch, {});
  BOOST_TEST((last.due() == dlp::index_range{32, 40}));
  for (auto batch = dlp::index_t{32}; batch != 40; ++batch) last.take(batch, {});
  BOOST_TEST((last.due() == dlp::index_range{40, 40}));
  BOOST_TEST((batches_collector<counted>(plan, std::nullopt, {}, false).due().empty()));
}

BOOST_AUTO_TEST_CASE(what_came_is_kept_where_a_block_is_never_complete) {
  auto const plan = plan_batches({.count = 400, .batch_size = 10});
  auto to = batches_collector<counted>(plan, 0.5, {}, false);
  for (auto batch = dlp::index_t{1}; batch != 40; ++batch) to.take(batch, {});
  BOOST_TEST(!to.has_enough());
  BOOST_TEST(to.finished().values.total()->batches == 39U);
}

BOOST_AUTO_TEST_CASE(a_batch_of_fewer_trajectories_is_a_part) {
  auto const plan = plan_batches({.count = 25, .batch_size = 10, .seed = 3});
  auto to = batches_collector<tally>(plan, std::nullopt, {}, false);
  for (auto const batch : {2, 0, 1}) to.take(static_cast<dlp::index_t>(batch), {});
  auto const run = to.finished();
  BOOST_TEST(run.seeds.seed == 3U);
  BOOST_TEST(run.batch_size == 10U);
  BOOST_TEST(run.values.parts().at(2).size == 5U);
  BOOST_TEST(trajectories_in(run.done()) == 25U);
}

BOOST_AUTO_TEST_CASE(an_error_of_0_meets_no_target) {
  auto values = batch_values<dlp::moments>();
  auto const put = [&](dlp::index_t batch, double value) {
    auto one = dlp::moments();
    for (auto i = 0; i != 100; ++i) one(value);
    values.put(batch, one);
  };
  BOOST_TEST(!meets(values, 0.5));
  for (auto batch = dlp::index_t{0}; batch != 16; ++batch) put(batch, 0);
  BOOST_TEST(values.total()->standard_error() == 0);
  BOOST_TEST(!meets(values, 0.5));
  for (auto batch = dlp::index_t{16}; batch != 32; ++batch) put(batch, 1);
  BOOST_TEST(!meets(values, std::nullopt));
  BOOST_TEST(meets(values, 0.5));
  BOOST_TEST(!meets(values, 0.001));
}

BOOST_AUTO_TEST_SUITE_END()
