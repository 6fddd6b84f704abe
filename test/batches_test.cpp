// SPDX-License-Identifier: BSL-1.0
//
// What programs are promised of Monte Carlo runs.
#include <dlp/batches.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fstream>
#include <numeric>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include <boost/random/uniform_01.hpp>
#include <boost/test/unit_test.hpp>

#include "support/every.hpp"
#include "support/points.hpp"
#include "support/scratch_folder.hpp"
#include "support/tally.hpp"
#include "support/texts.hpp"

BOOST_AUTO_TEST_SUITE(batches_test)

using dlp_test::contains;
using dlp_test::number_drawn;
using dlp_test::numbers_of;
using dlp_test::scratch_folder;
using dlp_test::spelled;
using dlp_test::tally;
using dlp_test::text_of;
using dlp_test::tree_of;

namespace {

using numbers = std::vector<std::uint64_t>;

/// On this rank what it is on every rank, or the test fails.
auto same_everywhere(numbers const& mine) -> numbers {
  for (auto const& theirs : dlp::all_gather(mine)) BOOST_TEST(theirs == mine);
  return mine;
}

/// Draws, after a pause that is another one each time: who comes first is left to chance.
auto drawn_late(dlp::random_stream& draw) -> double {
  static auto pauses = dlp::random_stream(
      static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count()), 0);
  std::this_thread::sleep_for(std::chrono::microseconds(pauses() % 8 == 0 ? pauses() % 300 : 0));
  return number_drawn(draw);
}

constexpr auto trial = dlp_test::point_in_circle;

/// Its merges, and its standard error, may be refused.
struct limited : tally {
  dlp::index_t most = 0;
  void merge(limited const& more) {
    if (values + more.values > most) throw std::length_error("of other lengths");
    tally::merge(more);
  }
  [[nodiscard]] auto standard_error() const -> double {
    throw std::length_error("not of that many");
  }
  void serialize(auto& archive, unsigned version) {
    tally::serialize(archive, version);
    archive & most;
  }
};

/// It cannot be merged where a value is large, nor sent where that is not wanted.
struct marked : tally {
  bool is_sent = true;
  bool is_large = false;
  void operator()(double value) {
    is_large = is_large || value > 100;
    tally::operator()(value);
  }
  void merge(marked const& more) {
    if (is_large || more.is_large) throw std::length_error("not with such");
    tally::merge(more);
  }
  void serialize(auto& archive, unsigned version) {
    if (is_large && !is_sent) throw std::length_error("not by message");
    tally::serialize(archive, version);
    archive & is_sent & is_large;
  }
};

/// How often this rank has used something.
auto uses = 0;
void use(auto const&... all) { uses += static_cast<int>(sizeof...(all)); }

}  // namespace

BOOST_AUTO_TEST_CASE(the_names_of_the_contract) {
  auto const in = scratch_folder();
  auto const file = in / "pi.mc";
  // clang-format off
auto m = dlp::batches(trial, dlp::moments(), {.count = 1'000, .batch_size = 10, .seed = 42});
use(m.mean(), m.standard_error(), m.trajectories(), m.seed(), m.batch_size());
m.save(file);                                                      // the root does
auto more = dlp::batches(trial, dlp::load<dlp::moments>(file), {.count = 500});
auto until = dlp::batches(trial, dlp::moments(), {.count = 100'000, .target_error = 0.02});
auto each = dlp::batches(trial, dlp::moments(), {.seeds = {17, 4, 99}});
auto both = dlp::merge(more, dlp::batches(trial, dlp::moments(), {.count = 500, .seed = 43}));
use(dlp::batches([](dlp::trajectory const& one) { return trial(one.stream); },  // index, seed
                 dlp::moments(), {.count = 10}));
use(dlp::batches([](dlp::batch const& all, dlp::moments& into) {       // first(), size(), seed(i)
                   for (auto i = 0u; i != all.size(); ++i) {
                     auto draw = all.stream(i);
                     into(trial(draw));
                   }
                 }, dlp::moments(), {.count = 10}));
  // clang-format on
  BOOST_TEST(uses == 7);
  BOOST_TEST(m.count() == 1'000U);
  BOOST_TEST(more.count() == 1'500U);
  BOOST_TEST(std::abs(m.mean() - 3.14) < 6 * m.standard_error());
  BOOST_TEST((until.standard_error() <= 0.02 && until.count() < 100'000));
  BOOST_TEST(each.count() == 3U);
  BOOST_TEST(both.count() == 2'000U);
}

// contract: R1
BOOST_AUTO_TEST_CASE(the_bits_are_those_of_the_tree_under_every_schedule) {
  auto const expected = tree_of(numbers_of(42, 1003), 10).bits();
  for (auto const& schedule : dlp_test::every<dlp::schedule>({dlp::fixed{3}})) {
    auto const found = dlp::batches(
        drawn_late, tally(), {.count = 1003, .batch_size = 10, .seed = 42, .schedule = schedule});
    BOOST_TEST(same_everywhere(found.bits()) == expected);
    BOOST_TEST(found.trajectories() == 1003U);
  }
  auto const by_cost =
      dlp::batches(drawn_late, tally(),
                   {.count = 1003, .batch_size = 10, .seed = 42, .cost = [](dlp::index_t batch) {
                      return static_cast<double>(batch % 7);
                    }});
  BOOST_TEST(same_everywhere(by_cost.bits()) == expected);
}

BOOST_AUTO_TEST_CASE(any_rank_may_be_the_root_and_some_may_stay_away) {
  auto const expected = tree_of(numbers_of(42, 100), 7).bits();
  auto const last = dlp::size() - 1;
  BOOST_TEST(same_everywhere(dlp::batches(number_drawn, tally(),
                                          {.count = 100, .batch_size = 7, .seed = 42, .root = last})
                                 .bits()) == expected);
  auto const halves = dlp::communicator().split(dlp::rank() % 2);
  BOOST_TEST(
      same_everywhere(dlp::batches(number_drawn, tally(),
                                   {.count = 100, .batch_size = 7, .seed = 42, .comm = halves})
                          .bits()) == expected);
}

BOOST_AUTO_TEST_CASE(a_batch_that_is_larger_than_the_count_is_the_only_one) {
  auto const found = dlp::batches([](dlp::trajectory const& one) { return one.index; }, spelled(),
                                  {.count = 3, .batch_size = 100});
  BOOST_TEST(found.text == "0,1,2,");
  BOOST_TEST(found.batch_size() == 100U);
}

BOOST_AUTO_TEST_CASE(by_default_a_batch_is_a_thousandth_of_the_count) {
  for (auto const& [count, size] : {std::pair{1, 1}, {1000, 1}, {1001, 2}, {25'000, 25}}) {
    auto const found = dlp::batches(number_drawn, tally(), {.count = count});
    BOOST_TEST(found.batch_size() == static_cast<dlp::index_t>(size));
    BOOST_TEST(found.seed().value() == 0U);
    BOOST_TEST(found.bits() ==
               tree_of(numbers_of(0, found.trajectories()), found.batch_size()).bits());
  }
}

BOOST_AUTO_TEST_CASE(a_body_takes_a_stream_a_trajectory_or_a_batch) {
  auto const expected = tree_of(numbers_of(7, 95), 10).bits();
  auto const options = dlp::batches_options{.count = 95, .batch_size = 10, .seed = 7};
  auto const by_trajectory = dlp::batches(
      [](dlp::trajectory const& one) {
        if (one.seed != 7 || one.stream != dlp::random_stream(7, one.index))
          throw std::logic_error("of another trajectory");
        return number_drawn(one.stream);
      },
      tally(), options);
  BOOST_TEST(by_trajectory.bits() == expected);
  auto const by_reference =
      dlp::batches([](dlp::trajectory& one) { return number_drawn(one.stream); }, tally(), options);
  BOOST_TEST(by_reference.bits() == expected);
  auto const by_batch = dlp::batches(
      [](dlp::batch const& all, tally& into) {
        if (all.size() != (all.first() == 90 ? 5 : 10)) throw std::logic_error("of another size");
        for (auto i = dlp::index_t{0}; i != all.size(); ++i) {
          if (all.seed(i) != 7) throw std::logic_error("of another seed");
          auto draw = all.stream(i);
          into(number_drawn(draw));
        }
      },
      tally(), options);
  BOOST_TEST(by_batch.bits() == expected);
}

BOOST_AUTO_TEST_CASE(a_pair_goes_to_an_accumulator_of_two) {
  auto const body = [](dlp::trajectory const& one) {
    auto const x = static_cast<double>(one.index);
    return std::pair(x, 2 * x);
  };
  auto const found = dlp::batches(body, dlp::covariance(), {.count = 10, .batch_size = 3});
  BOOST_TEST(found.count() == 10U);
  BOOST_TEST(found.correlation() == 1, boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(each_trajectory_may_have_a_seed_of_its_own) {
  auto const seeds = numbers{17, 4, ~std::uint64_t{0}, (std::uint64_t{1} << 53U) + 1, 0};
  auto values = std::vector<double>();
  for (auto const seed : seeds) {
    auto draw = dlp::random_stream(seed, 0);
    values.push_back(number_drawn(draw));
  }
  auto const options =
      dlp::batches_options{.count = 1000, .batch_size = 2, .seeds = seeds};  // it is not asked
  auto const found = dlp::batches(number_drawn, tally(), options);
  BOOST_TEST(same_everywhere(found.bits()) == tree_of(values, 2).bits());
  BOOST_TEST(found.seeds() == seeds);
  BOOST_TEST(!found.seed());
  auto const seen = dlp::batches([](dlp::trajectory const& one) { return one.seed; }, spelled(),
                                 {.batch_size = 10, .seeds = {5, 3}});
  BOOST_TEST(seen.text == "5,3,");
  auto const of_batch = dlp::batches(
      [](dlp::batch const& all, spelled& into) {
        for (auto i = dlp::index_t{0}; i != all.size(); ++i) {
          if (all.stream(i) != dlp::random_stream(all.seed(i), 0)) throw std::logic_error("stream");
          into.add(all.seed(i));
        }
      },
      spelled(), {.batch_size = 2, .seeds = {5, 3, 9}});
  BOOST_TEST(of_batch.text == "(5,3,|9,)");
}

// contract: R2
BOOST_AUTO_TEST_CASE(to_go_on_by_n_after_n_is_to_run_2n) {
  auto const in = scratch_folder();
  for (auto const n : {1, 3, 9, 10, 11, 25, 64, 99, 160, 161}) {
    auto const all = tree_of(numbers_of(3, static_cast<dlp::index_t>(2 * n)), 10).bits();
    auto const half = dlp::batches(drawn_late, tally(), {.count = n, .batch_size = 10, .seed = 3});
    auto const whole = dlp::batches(drawn_late, half, {.count = n});
    BOOST_TEST(same_everywhere(whole.bits()) == all);
    BOOST_TEST(whole.trajectories() == static_cast<dlp::index_t>(2 * n));
    half.save(in / "half.mc");
    dlp::barrier();
    auto const loaded = dlp::load<tally>(in / "half.mc");
    BOOST_TEST(same_everywhere(loaded.bits()) == half.bits());
    BOOST_TEST(loaded.batch_size() == 10U);
    BOOST_TEST(dlp::batches(drawn_late, loaded, {.count = n}).bits() == all);
    auto by_ones = half;
    for (auto i = 0; i < std::min(n, 12); ++i)
      by_ones = dlp::batches(number_drawn, by_ones, {.count = 1, .batch_size = 10, .seed = 3});
    BOOST_TEST(by_ones.bits() == tree_of(numbers_of(3, by_ones.trajectories()), 10).bits());
  }
}

// contract: R2
BOOST_AUTO_TEST_CASE(to_go_on_with_a_target_is_to_run_at_once) {
  auto const options = [](dlp::index_t count, double target) {
    return dlp::batches_options{.count = count, .batch_size = 1, .seed = 5, .target_error = target};
  };
  for (auto const n : {8U, 24U, 32U}) {
    auto const values = numbers_of(5, n);
    auto const target = tree_of(values, 1).standard_error();  // what n of them meet
    auto const half = dlp::batches(number_drawn, tally(), options(n, target));
    auto const both = dlp::batches(number_drawn, half, options(100, target));
    auto const at_once = dlp::batches(number_drawn, tally(), options(n + 100, target));
    BOOST_TEST(same_everywhere(both.bits()) == at_once.bits());
    if (n % 16 != 0) BOOST_TEST(both.trajectories() > n);
  }
}

BOOST_AUTO_TEST_CASE(it_goes_on_on_another_number_of_ranks) {
  auto const in = scratch_folder();
  auto const few = dlp::communicator().split(dlp::rank() < 2 ? 0 : 1);
  if (dlp::rank() < 2) {
    dlp::batches(number_drawn, tally(), {.count = 77, .batch_size = 5, .seed = 3, .comm = few})
        .save(in / "few.mc");
  }
  dlp::barrier();
  auto const more = dlp::batches(number_drawn, dlp::load<tally>(in / "few.mc"), {.count = 33});
  BOOST_TEST(same_everywhere(more.bits()) == tree_of(numbers_of(3, 110), 5).bits());
}

BOOST_AUTO_TEST_CASE(what_is_without_a_run_begins_one) {
  auto all = dlp::batches_result<tally>();
  BOOST_TEST(all.trajectories() == 0U);
  all = dlp::batches(number_drawn, all, {.count = 30, .batch_size = 4, .seed = 9});
  all = dlp::batches(number_drawn, all, {.count = 30});
  BOOST_TEST(all.bits() == tree_of(numbers_of(9, 60), 4).bits());
}

// The root alone knows what has been done, as in a program that reads the file there only.
BOOST_AUTO_TEST_CASE(the_root_says_where_a_run_goes_on) {
  auto so_far = dlp::batches(number_drawn, tally(), {.count = 30, .batch_size = 4, .seed = 9});
  if (!dlp::is_root()) so_far = {};
  auto const all = dlp::batches(number_drawn, so_far, {.count = 30});
  BOOST_TEST(same_everywhere(all.bits()) == tree_of(numbers_of(9, 60), 4).bits());
}

BOOST_AUTO_TEST_CASE(a_list_of_seeds_goes_on_with_further_ones) {
  auto const first = dlp::batches([](dlp::trajectory const& one) { return one.seed; }, spelled(),
                                  {.batch_size = 2, .seeds = {5, 3, 9}});
  auto const body = [](dlp::trajectory const& one) { return one.seed; };
  auto const both = dlp::batches(body, first, {.seeds = {8, 7}});
  BOOST_TEST(both.text == "((5,3,|9,8,)|7,)");
  BOOST_TEST(both.seeds() == (numbers{5, 3, 9, 8, 7}));
  BOOST_TEST(contains(
      text_of<dlp::usage_error>([&] { return dlp::batches(body, both, {.seeds = {6, 9}}); }),
      "the seed 9 is there twice"));
  BOOST_TEST(
      contains(text_of<dlp::usage_error>([&] { return dlp::batches(body, both, {.count = 10}); }),
               "all seeds of the run that is to go on are used"));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_is_said_before_anything_runs) {
  auto ran = 0;
  auto const body = [&](dlp::random_stream&) { return 1.0 * ++ran; };
  auto const refused = [&](dlp::batches_options const& options, std::string const& why) {
    auto const said =
        text_of<dlp::usage_error>([&] { return dlp::batches(body, tally(), options); });
    BOOST_TEST(contains(said, why), said << " is not " << why);
  };
  refused({}, "it needs a count, or seeds");
  refused({.count = 0}, "count is to be at least 1");
  refused({.count = 10, .batch_size = 0}, "batch_size is to be at least 1");
  refused({.count = -1}, "count is 18446744073709551615, and more than");
  refused({.seeds = {1, 2, 1}}, "the seed 1 is there twice");
  refused({.seed = 1, .seeds = {2}}, "a seed and a list of seeds are given");
  refused({.count = 10, .target_error = 0.0}, "target_error is to be more than 0");
  auto const so_far = dlp::batches(number_drawn, tally(), {.count = 5, .batch_size = 2, .seed = 3});
  auto const does_not_go_on = [&](dlp::batches_options const& options, std::string const& why) {
    auto const said =
        text_of<dlp::usage_error>([&] { return dlp::batches(body, so_far, options); });
    BOOST_TEST(contains(said, why), said << " is not " << why);
  };
  does_not_go_on({.count = 5, .seed = 4}, "has the seed 3, and 4 is given");
  does_not_go_on({.count = 5, .batch_size = 3}, "has the batch_size 2, and 3 is given");
  does_not_go_on({.seeds = {1}}, "has the seed 3: it goes on with a count, and not with seeds");
  BOOST_TEST(ran == 0);
  auto const no_error = text_of<dlp::usage_error>([&] {
    return dlp::batches([](dlp::trajectory const& one) { return one.index; }, spelled(),
                        {.count = 10, .target_error = 0.1});
  });
  BOOST_TEST(contains(
      no_error, "target_error needs an accumulator that has a standard_error() that is a number"));
  auto full = dlp::moments();
  full(1.0);
  if (!dlp::is_root()) full = {};  // the root's is taken
  BOOST_TEST(
      contains(text_of<dlp::usage_error>([&] { return dlp::batches(body, full, {.count = 10}); }),
               "the accumulator is to be given empty"));
  BOOST_TEST(ran == 0);
}

BOOST_AUTO_TEST_CASE(ranks_that_do_not_agree_are_told) {
  if (dlp::size() == 1) return;
  auto const count = dlp::is_root() ? 10 : 11;
  auto const said = text_of<dlp::disagreement>(
      [&] { return dlp::batches(number_drawn, tally(), {.count = count, .batch_size = 2}); });
  BOOST_TEST(contains(said, "count 10"), said);
}

BOOST_AUTO_TEST_CASE(a_target_ends_the_run_at_the_same_batch_however_many_ranks_there_are) {
  auto const options = [](dlp::schedule const& schedule) {
    return dlp::batches_options{
        .count = 100'000, .batch_size = 10, .seed = 5, .target_error = 0.03, .schedule = schedule};
  };
  auto expected = dlp::index_t{0};
  auto const values = numbers_of(5, 1'600);
  do {
    expected += 160;
  } while (
      tree_of({values.begin(), values.begin() + static_cast<long>(expected)}, 10).standard_error() >
      0.03);
  BOOST_TEST((expected > 160 && expected < 1'600));
  auto last = dlp::batches_result<tally>();
  for (auto const& schedule : {dlp::schedule(dlp::adaptive()), dlp::schedule(dlp::fixed{40})}) {
    last = dlp::batches(drawn_late, tally(), options(schedule));
    BOOST_TEST(last.trajectories() == expected);
    BOOST_TEST(same_everywhere(last.bits()) == tree_of(numbers_of(5, expected), 10).bits());
  }
  auto counted = 0;
  auto const once_more = dlp::batches(
      [&](dlp::random_stream& draw) {
        ++counted;
        return number_drawn(draw);
      },
      last, {.count = 10'000, .target_error = 0.03});
  BOOST_TEST(once_more.bits() == last.bits());  // it is there already
  BOOST_TEST(counted == 0);
  auto const half =
      dlp::batches(number_drawn, tally(), {.count = expected / 2 + 3, .batch_size = 10, .seed = 5});
  BOOST_TEST(dlp::batches(number_drawn, half, {.count = 10'000, .target_error = 0.03}).bits() ==
             last.bits());
  BOOST_TEST(dlp::batches(number_drawn, last, {.count = 330}).bits() ==
             tree_of(numbers_of(5, expected + 330), 10).bits());
}

// contract: R1
BOOST_AUTO_TEST_CASE(what_fails_beyond_the_target_is_as_if_it_had_not_been_begun) {
  auto const expected = tree_of(numbers_of(5, 16), 1).bits();
  auto list = std::vector<dlp::failure>();
  auto const policies =
      std::vector<dlp::error_policy>{dlp::stop(), dlp::collect(), dlp::retry{1}, dlp::skip{&list}};
  for (auto const& policy : policies) {
    list.resize(1);
    auto const found = dlp::batches(
        [](dlp::trajectory const& one) {
          if (one.index == 20 || one.index == 99) throw std::domain_error("no convergence");
          if (one.index == 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
          return number_drawn(one.stream);
        },
        tally(),
        {.count = 100,
         .batch_size = 1,
         .seed = 5,
         .target_error = 1e9,
         .cost = [](dlp::index_t batch) { return static_cast<double>(batch); },  // the last first
         .on_error = policy});
    BOOST_TEST(same_everywhere(found.bits()) == expected);
    BOOST_TEST(found.failures().empty());
    if (std::holds_alternative<dlp::skip>(policy)) BOOST_TEST(list.empty());
  }
}

// contract: R1
BOOST_AUTO_TEST_CASE(what_fails_before_the_target_is_thrown_and_soon_where_it_ends_the_run) {
  auto const first_bad = [](dlp::index_t at, dlp::error_policy const& policy, dlp::index_t count) {
    auto ran = 0;
    auto const said = text_of<dlp::task_error>([&] {
      return dlp::batches(
          [&](dlp::trajectory const& one) {
            ++ran;
            if (one.index == at) throw std::domain_error("no convergence");
            return number_drawn(one.stream);
          },
          tally(),
          {.count = count, .batch_size = 1, .seed = 5, .target_error = 1e-9, .on_error = policy});
    });
    auto const name = "trajectory " + std::to_string(at) + ", seed 5";
    BOOST_TEST(contains(said, name), said);
    return dlp::all_reduce(ran, std::plus<>());
  };
  for (auto const at : {0U, 5U, 20U}) BOOST_TEST(first_bad(at, dlp::stop(), 1'000'000) < 900'000);
  BOOST_TEST(first_bad(30, dlp::collect(), 40) == 40);
  BOOST_TEST(first_bad(30, dlp::retry{1}, 40) == 41);
}

BOOST_AUTO_TEST_CASE(a_target_that_is_not_met_leaves_nothing_out) {
  auto const found = dlp::batches(
      drawn_late, tally(), {.count = 405, .batch_size = 10, .seed = 5, .target_error = 1e-9});
  BOOST_TEST(same_everywhere(found.bits()) == tree_of(numbers_of(5, 405), 10).bits());
}

// contract: R2
BOOST_AUTO_TEST_CASE(after_a_stop_there_is_what_is_done_and_the_rest_follows) {
  auto stop = std::stop_source();
  auto const stops = [&](dlp::trajectory const& one) {
    if (one.index == 95) stop.request_stop();
    std::this_thread::sleep_for(std::chrono::microseconds(100));
    return number_drawn(one.stream);
  };
  auto const part = dlp::batches(stops, tally(),
                                 {.count = 1000,
                                  .batch_size = 10,
                                  .seed = 6,
                                  .schedule = dlp::fixed{7},
                                  .stop = stop.get_token()});
  auto const done = part.trajectories();
  same_everywhere(part.bits());
  BOOST_TEST((done >= 10 && done < 1000 && done % 10 == 0));
  BOOST_TEST(part.failures().empty());
  auto all = part;
  while (all.trajectories() < 1003)
    all = dlp::batches(number_drawn, all,
                       {.count = std::min(dlp::index_t{205}, 1003 - all.trajectories())});
  BOOST_TEST(all.trajectories() == 1003U);
  BOOST_TEST(same_everywhere(all.bits()) == tree_of(numbers_of(6, 1003), 10).bits());
}

BOOST_AUTO_TEST_CASE(at_a_deadline_there_is_what_is_done) {
  auto const slow = [](dlp::random_stream& draw) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return number_drawn(draw);
  };
  auto const until = [&](std::chrono::milliseconds deadline) {
    return dlp::batches(slow, tally(),
                        {.count = 1'000'000, .batch_size = 2, .seed = 6, .deadline = deadline});
  };
  auto deadline = std::chrono::milliseconds(100);
  auto part = until(deadline);
  while (part.trajectories() == 0U && deadline < std::chrono::minutes(1))  // the machine is busy
    part = until(deadline *= 4);
  BOOST_TEST(part.trajectories() > 0U);
  BOOST_TEST(part.trajectories() < 1'000'000U);
  BOOST_TEST(part.values == part.trajectories());
  same_everywhere(part.bits());
  auto const none = dlp::batches(
      slow, tally(),
      {.count = 100, .batch_size = 2, .seed = 6, .deadline = std::chrono::milliseconds(0)});
  BOOST_TEST(none.trajectories() == 0U);
  BOOST_TEST(none.values == 0U);
  BOOST_TEST(dlp::batches(number_drawn, none, {.count = 100}).bits() ==
             tree_of(numbers_of(6, 100), 2).bits());
}

// contract: R2
BOOST_AUTO_TEST_CASE(what_waits_for_its_next_try_at_a_stop_is_as_if_it_had_not_been_begun) {
  auto stop = std::stop_source();
  auto const fails = [&](dlp::trajectory const& one) {
    if (one.index == 57) {
      stop.request_stop();
      throw std::domain_error("no convergence");
    }
    return number_drawn(one.stream);
  };
  auto const part = dlp::batches(fails, tally(),
                                 {.count = 1000,
                                  .batch_size = 10,
                                  .seed = 6,
                                  .stop = stop.get_token(),
                                  .on_error = dlp::retry{1'000'000}});
  BOOST_TEST(part.trajectories() < 1000U);
  BOOST_TEST(part.failures().empty());
  auto const all = dlp::batches(number_drawn, part, {.count = 1000 - part.trajectories()});
  BOOST_TEST(same_everywhere(all.bits()) == tree_of(numbers_of(6, 1000), 10).bits());
}

BOOST_AUTO_TEST_CASE(a_failure_names_its_trajectory) {
  auto const fails = [](dlp::trajectory const& one) {
    if (one.index == 57) throw std::domain_error("no convergence");
    return number_drawn(one.stream);
  };
  auto const options = dlp::batches_options{.count = 100, .batch_size = 10, .seed = 42};
  auto const said = text_of<dlp::task_error>([&] { return dlp::batches(fails, tally(), options); });
  BOOST_TEST(contains(said, "index 5, trajectory 57, seed 42, on rank"), said);
  BOOST_TEST(contains(said, "no convergence"), said);
  auto const of_batch = text_of<dlp::task_error>([&] {
    return dlp::batches(
        [](dlp::batch const& all, tally&) {
          if (all.first() == 50) throw std::domain_error("no convergence");
        },
        tally(), options);
  });
  BOOST_TEST(contains(of_batch, "index 5, trajectories 50 to 59, seed 42, on rank"), of_batch);
  auto const of_list = text_of<dlp::task_error>([&] {
    return dlp::batches([](dlp::random_stream&) -> double { throw std::domain_error("no"); },
                        tally(), {.batch_size = 3, .seeds = {11, 12, 13}});
  });
  BOOST_TEST(contains(of_list, "trajectory 0, seed 11"), of_list);
}

// contract: R2
BOOST_AUTO_TEST_CASE(batches_that_failed_are_left_out_and_follow_first) {
  auto const fails = [](dlp::trajectory const& one) {
    if (one.index == 57 || one.index == 91) throw std::domain_error("no convergence");
    return number_drawn(one.stream);
  };
  auto list = std::vector<dlp::failure>();
  auto const part = dlp::batches(
      fails, tally(), {.count = 95, .batch_size = 10, .seed = 42, .on_error = dlp::skip{&list}});
  BOOST_TEST(part.trajectories() == 80U);
  BOOST_TEST(part.failures().size() == 2U);
  BOOST_TEST((part.failures() == list));
  BOOST_TEST(part.failures()[0].example == "trajectory 57, seed 42");
  auto const tried = dlp::batches(
      fails, tally(),
      {.count = 95, .batch_size = 10, .seed = 42, .on_error = dlp::retry{1, dlp::skip{&list}}});
  BOOST_TEST(tried.bits() == part.bits());
  BOOST_TEST((tried.failures() == list));
  // A hole is done whole, though less is asked for; what is beyond it follows.
  auto const next = dlp::batches(number_drawn, part, {.count = 3});
  BOOST_TEST(next.trajectories() == 90U);
  BOOST_TEST(next.bits() == tree_of(numbers_of(42, 90), 10).bits());
  BOOST_TEST(dlp::batches(number_drawn, part, {.count = 15}).bits() ==
             tree_of(numbers_of(42, 95), 10).bits());
  auto counted = 0;
  BOOST_CHECK_THROW(dlp::batches(
                        [&](dlp::trajectory const& one) {
                          ++counted;
                          if (one.index == 57) throw std::domain_error("no convergence");
                          return 1.0;
                        },
                        tally(), {.count = 95, .batch_size = 10, .on_error = dlp::collect()}),
                    dlp::task_error);
  BOOST_TEST(dlp::all_reduce(counted, std::plus<>()) == 93);
}

BOOST_AUTO_TEST_CASE(what_a_merge_throws_is_thrown_on_every_rank) {
  struct refusing : tally {
    void merge(refusing const&) { throw std::length_error("of other lengths"); }
  };
  auto const said = text_of<dlp::task_error>([] {
    return dlp::batches(number_drawn, refusing(),
                        {.count = 40, .batch_size = 10, .on_error = dlp::skip()});
  });
  BOOST_TEST(contains(said, "of other lengths"), said);
}

BOOST_AUTO_TEST_CASE(what_is_not_merged_or_does_not_travel_names_its_trajectories) {
  auto const body = [](dlp::trajectory const& one) { return one.index == 57 ? 1000.0 : 1.0; };
  auto const run = [&](bool is_sent, std::optional<double> target = {}) {
    auto empty = marked();
    empty.is_sent = is_sent;
    return dlp::batches(body, empty,
                        {.count = 500, .batch_size = 10, .seed = 42, .target_error = target});
  };
  for (auto const target : {std::optional<double>(), std::optional(1e-9)}) {
    auto const merged = text_of<dlp::task_error>([&] { return run(true, target); });
    BOOST_TEST(contains(merged, "9, seed 42, on rank 0"), merged);
    BOOST_TEST(contains(merged, "not with such"), merged);
  }
  if (dlp::size() == 1) return;
  auto const sent = text_of<dlp::task_error>([&] { return run(false); });
  BOOST_TEST(contains(sent, "index 5, trajectories 50 to 59, seed 42, on rank"), sent);
  BOOST_TEST(contains(sent, "not by message"), sent);
}

// contract: R1
BOOST_AUTO_TEST_CASE(what_is_not_merged_beyond_the_target_is_as_if_it_had_not_been_begun) {
  auto const body = [](dlp::trajectory const& one) {
    return one.index >= 20 ? 1000.0 : static_cast<double>(one.index);
  };
  auto const found = dlp::batches(
      body, marked(),
      {.count = 64, .batch_size = 1, .target_error = 1e9, .cost = [](dlp::index_t batch) {
         return static_cast<double>(batch);  // the last first
       }});
  BOOST_TEST(found.trajectories() == 16U);
}

BOOST_AUTO_TEST_CASE(what_the_last_merges_throw_is_thrown_on_every_rank) {
  auto empty = limited();
  auto const options = dlp::batches_options{.count = 30, .batch_size = 10};
  empty.most = 20;  // two batches make a node, and the third is merged at the end
  auto const said =
      text_of<dlp::task_error>([&] { return dlp::batches(number_drawn, empty, options); });
  BOOST_TEST(contains(said, "of other lengths"), said);
}

BOOST_AUTO_TEST_CASE(what_a_standard_error_throws_is_thrown_on_every_rank) {
  auto empty = limited();
  empty.most = 160;
  auto const some = dlp::batches(number_drawn, empty, {.count = 160, .batch_size = 10});
  auto const looked = text_of<dlp::task_error>(
      [&] { return dlp::batches(number_drawn, some, {.count = 10, .target_error = 0.1}); });
  BOOST_TEST(contains(looked, "not of that many"), looked);
}

BOOST_AUTO_TEST_CASE(a_batch_of_averages_of_another_length_is_thrown_on_every_rank) {
  auto const body = [](dlp::trajectory const& one) {
    return std::vector<double>(one.index < 20 ? 3 : 2, 1.0);
  };
  auto const said = text_of<dlp::task_error>([&] {
    return dlp::batches(body, dlp::averages<std::vector<double>>(),
                        {.count = 25, .batch_size = 10});
  });
  BOOST_TEST(contains(said, "3"), said);
}

BOOST_AUTO_TEST_CASE(results_of_other_seeds_are_merged) {
  auto const run = [](std::uint64_t seed) {
    return dlp::batches(number_drawn, tally(), {.count = 55, .batch_size = 10, .seed = seed});
  };
  auto const a = run(1);
  auto const b = run(2);
  auto const c = run(3);
  auto const all = dlp::merge(dlp::merge(a, b), c);
  BOOST_TEST(all.trajectories() == 165U);
  BOOST_TEST(same_everywhere(all.bits()) == dlp::merge(c, dlp::merge(b, a)).bits());
  BOOST_TEST(all.bits() == dlp::merge(b, dlp::merge(a, c)).bits());
  BOOST_TEST(contains(text_of<dlp::usage_error>([&] { return dlp::merge(all, run(2)); }),
                      "both have trajectories of the seed 2, as number 0"));
  BOOST_TEST(contains(
      text_of<dlp::usage_error>([&] { return dlp::batches(number_drawn, all, {.count = 5}); }),
      "results of several seeds that were merged cannot go on"));
  auto const in = scratch_folder();
  all.save(in / "all.mc");
  dlp::barrier();
  BOOST_TEST(dlp::load<tally>(in / "all.mc").bits() == all.bits());
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_is_refused_on_every_rank) {
  auto const in = scratch_folder();
  auto const some = dlp::batches(number_drawn, tally(), {.count = 55, .batch_size = 10});
  some.save(in / "some.mc");
  dlp::barrier();
  auto const refused = [&](auto const& load, std::string const& why) {
    auto const said = text_of<dlp::error>(load);
    BOOST_TEST(contains(said, why), said << " is not " << why);
  };
  refused([&] { return dlp::load<spelled>(in / "some.mc"); },
          "some.mc is of dlp_test::tally, and not of dlp_test::spelled");
  refused([&] { return dlp::load<tally>(in / "none.mc"); },
          "none.mc cannot be read: No such file or directory");
}

BOOST_AUTO_TEST_SUITE_END()
