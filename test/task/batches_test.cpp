// SPDX-License-Identifier: BSL-1.0
//
// Runs with a journal; what else programs see of batches is in test/batches_test.cpp.
#include <dlp/task/batches.hpp>

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <tuple>

#include <boost/test/unit_test.hpp>

#include <dlp/batches.hpp>

#include "../support/scratch_folder.hpp"
#include "../support/tally.hpp"
#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(batches_test)

using dlp_test::contains;
using dlp_test::number_drawn;
using dlp_test::numbers_of;
using dlp_test::scratch_folder;
using dlp_test::tally;
using dlp_test::text_of;
using dlp_test::tree_of;

namespace {

/// It begins with a scale.
struct scaled : tally {
  double scale = 1;
  void operator()(double value) { tally::operator()(scale * value); }
  void merge(scaled const& more) { tally::merge(more); }
  void serialize(auto& archive, unsigned version) {
    tally::serialize(archive, version);
    archive & scale;
  }
};

/// A copy of it throws where that is wanted.
auto copy_fails = false;
struct copied : tally {
  copied() = default;
  copied(copied const& other) : tally(other) {
    if (copy_fails) throw std::length_error("no copy");
  }
  copied(copied&&) = default;
  auto operator=(copied const&) -> copied& = default;
  auto operator=(copied&&) -> copied& = default;
  ~copied() = default;
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_run_is_resumed_from_its_journal) {
  auto const in = scratch_folder();
  auto counted = 0;
  auto const body = [&](int fails_at) {
    return [&counted, fails_at](dlp::trajectory const& one) {
      if (static_cast<int>(one.index) == fails_at) throw std::domain_error("no convergence");
      ++counted;
      return number_drawn(one.stream);
    };
  };
  auto const few = dlp::communicator().split(dlp::rank() < 2 ? 0 : 1);
  if (dlp::rank() < 2)
    BOOST_CHECK_THROW(dlp::batches(body(55), tally(),
                                   {.count = 98,
                                    .batch_size = 10,
                                    .seed = 4,
                                    .on_error = dlp::collect(),
                                    .journal = in / "run.db",
                                    .comm = few}),
                      dlp::task_error);
  counted = 0;
  auto const all = dlp::batches(
      body(-1), tally(),
      {.count = 98, .batch_size = 10, .seed = 4, .journal = dlp_test::copied(in / "run.db")});
  BOOST_TEST(dlp::all_reduce(counted, std::plus<>()) == 10);
  BOOST_TEST(all.bits() == tree_of(numbers_of(4, 98), 10).bits());
  for (auto const& [count, size, seed] : {std::tuple{97, 10, 4}, {19, 2, 4}, {98, 10, 5}}) {
    auto const said = text_of<dlp::task_error>([&] {
      return dlp::batches(body(-1), tally(),
                          {.count = count,
                           .batch_size = size,
                           .seed = seed,
                           .journal = dlp_test::copied(in / "run.db")});
    });
    BOOST_TEST(contains(said, "seed 4, in batches of 10, trajectories from 0 to 98"), said);
  }
}

BOOST_AUTO_TEST_CASE(a_journal_is_of_the_accumulator_that_was_given) {
  auto const in = scratch_folder();
  auto const run = [&](double scale, auto const& file) {
    auto empty = scaled();
    empty.scale = scale;
    return dlp::batches(number_drawn, empty, {.count = 20, .batch_size = 10, .journal = file});
  };
  auto const first = run(2, in / "run.db");
  BOOST_TEST(run(2, dlp_test::copied(in / "run.db")).bits() == first.bits());
  BOOST_TEST(
      contains(text_of<dlp::task_error>([&] { return run(3, dlp_test::copied(in / "run.db")); }),
               "an accumulator with the digest"));
}

BOOST_AUTO_TEST_CASE(a_copy_that_fails_is_of_the_trajectories_of_its_batch) {
  using namespace dlp::detail;
  auto body = [](dlp::random_stream& draw) { return number_drawn(draw); };
  auto const of =
      batches_beginning<copied>{plan_batches({.count = 30, .batch_size = 10}), false, {}};
  auto to = batches_collector<copied>(of.plan, std::nullopt, {}, false);
  auto work = typed_batch_work<decltype(body), copied>(body, of, to);
  work.compute(0);
  copy_fails = true;
  BOOST_CHECK_THROW(work.compute(2), std::length_error);
  copy_fails = false;
  BOOST_TEST((work.trajectories() == dlp::index_range{20, 30}));
}

BOOST_AUTO_TEST_SUITE_END()
