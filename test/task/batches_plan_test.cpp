// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/batches_plan.hpp>

#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(batches_plan_test)

using namespace dlp::detail;
using dlp_test::contains;
using dlp_test::text_of;
using indices = std::vector<dlp::index_t>;

namespace {

/// "2:10 5:3", the batches with how many trajectories each has.
auto batches_of(batches_plan const& plan) -> std::string {
  auto text = std::string();
  for (auto at = dlp::index_t{0}; at != plan.size(); ++at) {
    auto const batch = plan.batch_at(at);
    auto const which = plan.trajectories_of(batch);
    BOOST_TEST(which.first == batch * plan.batch_size);
    text += (at == 0 ? "" : " ") + std::to_string(batch) + ":" + std::to_string(which.size());
  }
  return text;
}

auto more(batches_done const& done, dlp::index_t count) -> std::string {
  return batches_of(plan_batches({.count = count}, done));
}

auto const of_tens = batches_done{.seeds = {.seed = 42}, .batch_size = 10};

auto done(std::vector<dlp::index_range> whole, std::map<dlp::index_t, dlp::index_t> parts = {}) {
  auto what = of_tens;
  what.whole = std::move(whole);
  what.parts = std::move(parts);
  return what;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_run_from_the_beginning_has_all_batches_and_the_last_may_be_a_part) {
  BOOST_TEST(batches_of(plan_batches({.count = 30, .batch_size = 10})) == "0:10 1:10 2:10");
  BOOST_TEST(batches_of(plan_batches({.count = 21, .batch_size = 10})) == "0:10 1:10 2:1");
  BOOST_TEST(batches_of(plan_batches({.count = 3, .batch_size = 10})) == "0:3");
  BOOST_TEST(batches_of(plan_batches({.batch_size = 2, .seeds = {5, 6, 7}})) == "0:2 1:1");
}

BOOST_AUTO_TEST_CASE(by_default_the_batch_size_follows_from_the_count_up_to_a_most) {
  auto const size = [](dlp::index_t count) { return plan_batches({.count = count}).batch_size; };
  BOOST_TEST((size(1) == 1 && size(1'001) == 2 && size(9'999'000) == 9'999));
  BOOST_TEST((size(9'999'001) == 10'000 && size(10'000'001) == 10'000));
  BOOST_TEST(size(100'000'000'000'000) == 10'000);
}

BOOST_AUTO_TEST_CASE(what_goes_on_follows) {
  BOOST_TEST(more(done({{0, 2}, {2, 3}}), 10) == "3:10");
  BOOST_TEST(more(done({{0, 3}}), 12) == "3:10 4:2");
  BOOST_TEST(more(done({}), 12) == "0:10 1:2");
}

BOOST_AUTO_TEST_CASE(a_part_is_computed_again_with_what_follows) {
  BOOST_TEST(more(done({{0, 2}}, {{2, 4}}), 1) == "2:5");
  BOOST_TEST(more(done({{0, 2}}, {{2, 4}}), 6) == "2:10");
  BOOST_TEST(more(done({{0, 2}}, {{2, 4}}), 8) == "2:10 3:2");
}

BOOST_AUTO_TEST_CASE(holes_are_first_and_whole) {
  auto const with_holes = done({{0, 1}, {2, 3}}, {{4, 7}});  // 1 and 3 are missing
  BOOST_TEST(more(with_holes, 1) == "1:10");
  BOOST_TEST(more(with_holes, 10) == "1:10");
  BOOST_TEST(more(with_holes, 11) == "1:10 3:10");
  BOOST_TEST(more(with_holes, 20) == "1:10 3:10");
  BOOST_TEST(more(with_holes, 22) == "1:10 3:10 4:9");
  BOOST_TEST(more(with_holes, 24) == "1:10 3:10 4:10 5:1");
  // A part before others is a hole of what it misses.
  BOOST_TEST(more(done({{0, 1}, {2, 3}}, {{1, 4}}), 6) == "1:10");
  BOOST_TEST(more(done({{0, 1}, {2, 3}}, {{1, 4}}), 7) == "1:10 3:1");
}

BOOST_AUTO_TEST_CASE(the_time_does_not_grow_with_the_batches_that_are_done) {
  auto const far = dlp::index_t{1} << 40U;
  auto const with_hole = done({{0, far}, {far + 1, 2 * far}}, {{2 * far, 4}});
  BOOST_TEST(more(with_hole, 11) == std::to_string(far) + ":10 " + std::to_string(2 * far) + ":5");
  BOOST_TEST(are_parts_of_one_run(with_hole, done({{far, far + 1}, {3 * far, 4 * far}})));
}

BOOST_AUTO_TEST_CASE(what_cannot_have_been_done_is_no_run) {
  BOOST_TEST((is_sound(done({})) && is_sound(done({{0, 1}, {2, 3}}, {{1, 4}, {4, 9}}))));
  BOOST_TEST(!is_sound({}));  // the size of a batch is 0
  for (auto const& parts : {std::map<dlp::index_t, dlp::index_t>{{4, 0}}, {{4, 10}}, {{2, 4}}})
    BOOST_TEST(!is_sound(done({{0, 1}, {2, 3}}, parts)));
  auto const most = dlp::index_t{1} << 62U;
  BOOST_TEST((!is_sound(done({{0, most / 8}})) && !is_sound(done({}, {{most / 8, 1}}))));
  auto list = done({{0, 2}}, {{2, 5}});
  list.seeds.list.resize(25);
  BOOST_TEST(is_sound(list));
  list.seeds.list.resize(24);
  BOOST_TEST(!is_sound(list));
  list.seeds.list.resize(19);
  list.parts = {};
  BOOST_TEST(!is_sound(list));
}

BOOST_AUTO_TEST_CASE(a_list_goes_on_with_all_that_is_missing_of_it) {
  auto list = done({{1, 2}});
  list.batch_size = 2;
  list.seeds = {.list = {1, 2, 3, 4, 5}};
  BOOST_TEST(batches_of(plan_batches({.seeds = {6, 7}}, list)) == "0:2 2:2 3:1");
  BOOST_TEST(batches_of(plan_batches({.count = 1, .seeds = {6, 7}}, list)) == "0:2 2:2 3:1");
  BOOST_TEST(batches_of(plan_batches({.count = 3}, list)) == "0:2 2:1");
  BOOST_TEST(batches_of(plan_batches({.count = 2}, list)) == "0:2");
  BOOST_TEST(contains(
      text_of<dlp::usage_error>([&] { return plan_batches({.count = 1, .seed = 3}, list); }),
      "has 5 seeds from 1"));
  auto const refusal_of = [&](dlp::index_t count, std::vector<std::uint64_t> seeds) {
    return text_of<dlp::usage_error>(
        [&] { return plan_batches({.count = count, .seeds = std::move(seeds)}, list); });
  };
  BOOST_TEST(contains(refusal_of(4, {}), "count is 4, and 3 seeds of the run"));
  BOOST_TEST(contains(refusal_of(6, {6, 7}), "count is 6, and 5 seeds of the run"));
}

BOOST_AUTO_TEST_CASE(its_batches_are_counted) {
  auto const plan = plan_batches({.count = 34}, done({{0, 1}, {2, 3}}, {{4, 7}}));
  BOOST_TEST(batches_of(plan) == "1:10 3:10 4:10 5:10 6:1");
  auto const counts = [&](dlp::index_t first, dlp::index_t last) {
    return plan.count_in({first, last});
  };
  BOOST_TEST((counts(0, 1) == 0 && counts(0, 2) == 1 && counts(1, 4) == 2 && counts(3, 6) == 3));
  BOOST_TEST((counts(4, 100) == 3 && counts(7, 100) == 0 && counts(0, 100) == 5));
  auto const holes_only = plan_batches({.count = 1}, done({{0, 1}, {2, 3}}));
  BOOST_TEST((holes_only.count_in({0, 100}) == 1 && holes_only.count_in({2, 100}) == 0));
}

BOOST_AUTO_TEST_CASE(it_is_in_words_what_results_depend_on) {
  BOOST_TEST(to_string(plan_batches({.count = 21, .batch_size = 10, .seed = 42})) ==
             "seed 42, in batches of 10, trajectories from 0 to 21");
  auto const with_holes = plan_batches({.count = 5}, done({{0, 1}, {2, 3}}));
  BOOST_TEST(contains(to_string(with_holes), "1 left out before"), to_string(with_holes));
  auto const other_hole = plan_batches({.count = 5}, done({{1, 3}}));
  BOOST_TEST(to_string(with_holes) != to_string(other_hole));
  auto const list = [](std::vector<std::uint64_t> seeds) {
    return to_string(plan_batches({.seeds = std::move(seeds)}));
  };
  BOOST_TEST(list({1, 2}) != list({1, 3}));
  BOOST_TEST(call_in_words({.count = 5, .batch_size = 2, .seed = 7, .target_error = 0.5}) ==
             "batches, count 5, batch_size 2, seed 7, target_error 0.5");
  BOOST_TEST(call_in_words({.count = 5, .on_error = dlp::retry{2, dlp::skip()}}) ==
             "batches, count 5, on_error retry{2, skip}");
  BOOST_TEST(call_in_words({.seeds = {1, 2}}) != call_in_words({.seeds = {1, 3}}));
}

BOOST_AUTO_TEST_CASE(it_comes_back_from_bytes) {
  for (auto const& plan : {plan_batches({.count = 34}, done({{0, 1}, {2, 3}}, {{4, 7}})),
                           plan_batches({.batch_size = 2, .seeds = {5, 6, 7}})}) {
    auto packed = dlp::bytes();
    append(packed, plan);
    auto from = byte_reader(packed);
    auto const back = take_plan(from);
    BOOST_TEST(from.done());
    BOOST_TEST(to_string(back) == to_string(plan));
    BOOST_TEST(batches_of(back) == batches_of(plan));
  }
}

BOOST_AUTO_TEST_CASE(two_have_done_parts_of_one_run_or_of_two) {
  auto const some = done({{0, 1}, {2, 3}}, {{4, 7}});
  auto other_seed = some;
  other_seed.seeds.seed = 43;
  BOOST_TEST(!are_parts_of_one_run(some, other_seed));
  BOOST_TEST(are_parts_of_one_run(some, done({{1, 2}}, {{3, 2}})));
  auto const refused = [&](batches_done const& other, std::string const& why) {
    for (auto const swapped : {false, true}) {
      auto const said = text_of<dlp::usage_error>([&] {
        return swapped ? are_parts_of_one_run(other, some) : are_parts_of_one_run(some, other);
      });
      BOOST_TEST(contains(said, "both have trajectories of the seed 42" + why), said);
    }
  };
  refused(done({{1, 3}}), ", as number 20");
  refused(done({}, {{4, 1}}), ", as number 40");
  refused(done({{4, 5}}), ", as number 40");
  auto other_size = done({{5, 6}});
  other_size.batch_size = 20;
  refused(other_size, ", in batches of ");
  auto list = of_tens;
  list.seeds = {.list = {7, 42}};
  refused(list, "");
}

BOOST_AUTO_TEST_CASE(too_many_are_refused) {
  auto const most = dlp::index_t{1} << 62U;
  BOOST_TEST(contains(
      text_of<dlp::usage_error>([&] { return plan_batches({.count = most}, done({{0, 1}})); }),
      "the count of the whole run is 4611686018427387914, and more than 4611686018427387904 are "
      "never done"));
  auto const refused = [](dlp::batches_options const& options) {
    return text_of<dlp::usage_error>([&] { return check_options(options, true), 0; });
  };
  BOOST_TEST(refused({.count = most}) == "");
  BOOST_TEST(contains(refused({.count = most + 1}), ": count is 4611686018427387905, and"));
  BOOST_TEST(contains(refused({.count = 1, .batch_size = most + 1}), ": batch_size is 4611686"));
}

BOOST_AUTO_TEST_SUITE_END()
