// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/open_growing_loop.hpp>

#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/adaptor/all_gather.hpp>
#include <dlp/core/error.hpp>

#include "../support/visits.hpp"

BOOST_AUTO_TEST_SUITE(open_growing_loop_test)

using namespace dlp::detail;

namespace {

auto const world = boost::mpi::communicator();

/// Seeds whose number cannot be told on rank 0.
struct unsized_there : std::ranges::view_interface<unsized_there> {
  static constexpr int numbers[2] = {1, 2};
  [[nodiscard]] static auto begin() { return &numbers[0]; }
  [[nodiscard]] static auto end() { return &numbers[2]; }
  [[nodiscard]] static auto size() -> std::size_t {
    return world.rank() == 0 ? throw std::runtime_error("no size") : std::size_t{2};
  }
};

}  // namespace

// contract: T2
BOOST_AUTO_TEST_CASE(a_body_gets_a_seed_of_the_range_or_what_was_added) {
  auto seeds = std::vector{10, 20};
  auto own = std::vector<int>();
  auto body = [&](int x, dlp::feeder<int>& more) {
    own.push_back(x);
    if (x >= 10) more.add(x / 10);
  };
  auto const loop = open_growing_loop("loop", seeds, body, {});
  while (loop->is_root() && loop->next_result()) {
  }
  auto const seen = dlp_test::visits(own, 21);
  for (auto const x : {1, 2, 10, 20}) BOOST_TEST(seen[static_cast<std::size_t>(x)] == 1);
}

// contract: E1
BOOST_AUTO_TEST_CASE(where_the_seeds_throw_before_the_loop_begins_all_ranks_hear_of_it) {
  auto seeds = unsized_there();
  auto body = [](int, dlp::feeder<int>&) {};
  auto text = std::string();
  try {
    auto const loop = open_growing_loop("loop", seeds, body, {});
    while (loop->is_root() && loop->next_result()) {
    }
  } catch (dlp::task_error const& thrown) {
    text = thrown.failures().front().text;
  }
  BOOST_TEST(text == "no size");
  BOOST_TEST(dlp_test::how_many(text == "no size") == world.size());
}

BOOST_AUTO_TEST_SUITE_END()
