// SPDX-License-Identifier: BSL-1.0
#include <dlp/schedule/factoring.hpp>

#include <vector>

#include <boost/test/unit_test.hpp>

#include "simulate.hpp"

BOOST_AUTO_TEST_SUITE(factoring_test)

static_assert(dlp::factoring{}.next({100, 100, 0, 4}) == 13);
static_assert(dlp::factoring{}.next({100, 61, 3, 4}) == 13);
static_assert(dlp::factoring{}.next({100, 48, 4, 4}) == 7);
static_assert(dlp::factoring{.min_chunk = 9}.next({100, 48, 4, 4}) == 9);

BOOST_AUTO_TEST_CASE(a_hundred_examples_on_four_workers_go_as_the_formula_says) {
  auto const expected = std::vector<dlp::index_t>{13, 13, 13, 13, 7, 7, 7, 7, 4, 4, 4, 4, 2, 2};
  auto const sizes = dlp_test::chunks_of(dlp::factoring{}, 100, 4);
  BOOST_TEST(sizes == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_batch_has_one_chunk_for_each_worker_and_halves_the_batch_before) {
  for (auto const total : dlp_test::totals) {
    for (auto workers = dlp::index_t{1}; workers <= dlp_test::most_workers; ++workers) {
      auto const sizes = dlp_test::chunks_of(dlp::factoring{}, total, workers);
      auto divisor = workers;
      for (auto i = std::size_t{0}; i + 1 < sizes.size(); ++i) {  // the last one may be a rest
        if (i % workers == 0) divisor *= 2;
        BOOST_TEST(sizes[i] == (total + divisor - 1) / divisor);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(no_chunk_but_the_last_is_smaller_than_asked_for) {
  for (auto const least : {dlp::index_t{3}, dlp::index_t{20}}) {
    for (auto const total : dlp_test::totals) {
      auto const sizes = dlp_test::chunks_of(dlp::factoring{least}, total, 4);
      for (auto i = std::size_t{0}; i + 1 < sizes.size(); ++i) BOOST_TEST(sizes[i] >= least);
    }
  }
}

BOOST_AUTO_TEST_CASE(after_64_batches_a_chunk_is_the_smallest) {
  for (auto const batch : {62U, 63U, 64U, 65U, 1000U}) {
    auto const loop = dlp::loop_progress{~dlp::index_t{0}, 1000, batch * dlp::index_t{2}, 2};
    BOOST_TEST(dlp::factoring{}.next(loop) == 1U);
  }
}

BOOST_AUTO_TEST_SUITE_END()
