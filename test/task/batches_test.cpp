// SPDX-License-Identifier: BSL-1.0
//
// Runs with a journal; what else programs see of batches is in test/batches_test.cpp.
#include <dlp/task/batches.hpp>

#include <functional>
#include <stdexcept>
#include <string>
#include <tuple>

#include <boost/test/unit_test.hpp>

#include <dlp/batches.hpp>

#include "../support/scratch_folder.hpp"
#include "../support/tally.hpp"
#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(task_batches_test)

using dlp_test::contains;
using dlp_test::number_drawn;
using dlp_test::numbers_of;
using dlp_test::scratch_folder;
using dlp_test::tally;
using dlp_test::text_of;
using dlp_test::tree_of;

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

BOOST_AUTO_TEST_SUITE_END()
