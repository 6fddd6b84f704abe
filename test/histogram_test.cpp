// SPDX-License-Identifier: BSL-1.0
//
// What a program is promised of histograms: ranks fill their own, add them up, and keep them.
#include <dlp/histogram.hpp>

#include <type_traits>
#include <utility>

#include <boost/test/unit_test.hpp>

#include <dlp/batches.hpp>

#include "support/scratch_folder.hpp"

BOOST_AUTO_TEST_SUITE(histogram_test)

namespace {

auto const empty = dlp::histogram(8, 0, 1);

auto number(dlp::random_stream& draw) -> double {
  return static_cast<double>(draw() >> 11U) * 0x1p-53;
}

/// What one process counts in the trajectories below `count`.
auto counted(dlp::index_t count) {
  auto all = empty;
  for (auto i = dlp::index_t{0}; i != count; ++i) {
    auto draw = dlp::random_stream(42, i);
    all(number(draw));
  }
  return all;
}

}  // namespace

BOOST_AUTO_TEST_CASE(those_of_all_ranks_are_added) {
  auto mine = empty;
  for (auto const i : dlp::split_round_robin(100)) {
    auto draw = dlp::random_stream(42, static_cast<dlp::index_t>(i));
    mine(number(draw));
  }
  auto const all = dlp::all_reduce(std::move(mine), [](auto a, auto const& b) { return a += b; });
  BOOST_TEST((all == counted(100)));
}

// contract: R1 R2
BOOST_AUTO_TEST_CASE(a_run_of_batches_fills_one_and_goes_on_with_it) {
  auto const folder = dlp_test::scratch_folder();
  auto const file = folder / "counts.mc";
  auto const some = dlp::batches(number, empty, {.count = 130, .batch_size = 20, .seed = 42});
  BOOST_TEST((some == counted(130)));
  some.save(file);
  dlp::barrier();
  auto const saved = dlp::load<std::remove_const_t<decltype(empty)>>(file);
  BOOST_TEST((dlp::batches(number, saved, {.count = 70}) == counted(200)));
}

BOOST_AUTO_TEST_SUITE_END()
