// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/for_each.hpp>

#include <ranges>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/adaptor/product.hpp>
#include <dlp/core/error.hpp>

#include "../support/every.hpp"
#include "../support/ranges.hpp"
#include "../support/visits.hpp"

BOOST_AUTO_TEST_SUITE(for_each_test)

namespace {
auto const world = boost::mpi::communicator();
}

// contract: S1 S5 S9
BOOST_AUTO_TEST_CASE(the_body_gets_every_example_of_every_kind_of_range_once) {
  for (auto const n : {0, 1, 7, 1000}) {
    for (auto const& schedule : dlp_test::every<dlp::schedule>({dlp::fixed{9}})) {
      dlp_test::for_each_kind(n, [&](auto name, auto make, auto number) {
        auto own = std::vector<int>();
        dlp::for_each(make(), [&](auto&& x) { own.push_back(number(x)); }, {.schedule = schedule});
        BOOST_TEST(dlp_test::exactly_once(own, n),
                   n << " of " << name << ", " << to_string(schedule));
      });
    }
  }
}

BOOST_AUTO_TEST_CASE(a_body_takes_the_parts_of_a_product) {
  auto own = std::vector<int>();
  dlp::for_each(dlp::product(5, 6), [&](int i, int j) { own.push_back(6 * i + j); });
  dlp::for_each(10, [&](auto x) { own.push_back(30 + x); });
  auto const stored = dlp::product(std::vector{40, 42}, std::vector{0, 1});
  dlp::for_each(stored, [&](int i, int j) { own.push_back(i + j); });
  dlp::for_each(stored, [&](int i, int j) { own.push_back(4 + i + j); });
  BOOST_TEST(dlp_test::exactly_once(own, 48));
}

BOOST_AUTO_TEST_CASE(what_the_body_returns_is_of_no_interest) {
  auto own = std::vector<int>();
  dlp::for_each(std::views::iota(0, 30), [&](int x) {
    own.push_back(x);
    return std::string("ignored");
  });
  BOOST_TEST(dlp_test::exactly_once(own, 30));
}

// contract: E1
BOOST_AUTO_TEST_CASE(a_worker_whose_body_throws_gets_the_same_task_error_as_all_others) {
  for (auto round = 0; round != 10; ++round) {
    auto failed = dlp::failure();
    try {
      dlp::for_each(std::views::iota(0, 50), [](int x) {
        if (x == 20) throw std::out_of_range("twenty");
      });
    } catch (dlp::task_error const& thrown) {
      failed = thrown.failures().front();
    }
    BOOST_TEST(failed.index == 20u);
    BOOST_TEST(failed.type == "std::out_of_range");
    BOOST_TEST(failed.text == "twenty");
    BOOST_TEST((world.size() == 1 || failed.rank != 0));
  }
}

// contract: E1
BOOST_AUTO_TEST_CASE(a_range_that_throws_where_a_worker_looks_at_it_is_a_task_error_on_every_rank) {
  auto const brittle = [](int) {
    return world.rank() == 0 && world.size() != 1 ? true : throw std::out_of_range("the range");
  };
  auto failed = dlp::failure();
  try {
    dlp::for_each(std::views::iota(0, 50) | std::views::filter(brittle), [](int) {});
  } catch (dlp::task_error const& thrown) {
    failed = thrown.failures().front();
  }
  BOOST_TEST(failed.text == "the range");
}

BOOST_AUTO_TEST_SUITE_END()
