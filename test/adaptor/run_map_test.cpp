// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/run_map.hpp>

#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/adaptor/open_loop.hpp>

#include "../support/visits.hpp"

BOOST_AUTO_TEST_SUITE(run_map_test)

namespace {

auto const world = dlp::communicator();

template <class F>
auto run(std::vector<int>& numbers, F f, auto consume) {
  using result = dlp::detail::map_result<F, std::vector<int>>;
  auto const loop = dlp::detail::open_loop(
      numbers, {}, {.name = "map", .result = dlp::detail::type_name<result>()});
  dlp::detail::run_map(*loop, numbers, f, consume);
}

}  // namespace

BOOST_AUTO_TEST_CASE(f_runs_on_the_workers_and_consume_on_the_root) {
  auto numbers = std::vector{5, 6, 7, 8, 9};
  auto called = std::vector<int>();
  auto consumed = std::vector<int>();
  run(
      numbers, [&](int& x) { return called.push_back(x - 5), x; },
      [&](dlp::index_t index, int x) {
        consumed.push_back(x - 5 == static_cast<int>(index) ? x - 5 : -1);
      });
  BOOST_TEST(dlp_test::exactly_once(called, 5));
  BOOST_TEST(dlp_test::exactly_once(consumed, 5));
  BOOST_TEST((world.rank() == 0 || consumed.empty()));
  BOOST_TEST((world.size() == 1 || world.rank() != 0 || called.empty()));
}

// contract: E1
BOOST_AUTO_TEST_CASE(what_consume_throws_is_a_task_error_on_every_rank) {
  auto numbers = std::vector<int>(20);
  auto failed = dlp::failure();
  try {
    run(
        numbers, [](int x) { return x; },
        [](dlp::index_t index, int) { index == 7 ? throw std::runtime_error("seven") : void(); });
  } catch (dlp::task_error const& thrown) {
    failed = thrown.failures().front();
  }
  BOOST_TEST(failed.index == 7u);
  BOOST_TEST(failed.text == "seven");
  BOOST_TEST(failed.rank == 0);
}

BOOST_AUTO_TEST_SUITE_END()
