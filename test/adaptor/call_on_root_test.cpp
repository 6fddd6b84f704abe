// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/call_on_root.hpp>

#include <stdexcept>
#include <string>
#include <vector>

#include <boost/serialization/string.hpp>
#include <boost/serialization/vector.hpp>
#include <boost/test/unit_test.hpp>

#include <dlp/adaptor/barrier.hpp>
#include <dlp/core/error.hpp>

#include "../support/visits.hpp"

BOOST_AUTO_TEST_SUITE(call_on_root_test)

namespace {
auto const world = boost::mpi::communicator();
}

BOOST_AUTO_TEST_CASE(f_runs_on_the_root_alone_and_everyone_has_its_value) {
  for (auto root = 0; root != world.size(); ++root) {
    auto calls = 0;
    auto const value = dlp::call_on_root(
        [&] {
          ++calls;
          return std::vector<std::string>{"from", std::to_string(world.rank())};
        },
        {.root = root});
    BOOST_TEST((value == std::vector<std::string>{"from", std::to_string(root)}));
    BOOST_TEST(calls == (world.rank() == root ? 1 : 0));
  }
}

BOOST_AUTO_TEST_CASE(f_may_return_nothing) {
  auto calls = 0;
  dlp::call_on_root([&] { ++calls; });
  BOOST_TEST(calls == (world.rank() == 0 ? 1 : 0));
}

// contract: E1
BOOST_AUTO_TEST_CASE(what_f_throws_is_the_same_task_error_on_every_rank) {
  auto failed = dlp::failure();
  try {
    dlp::call_on_root([]() -> int { throw std::invalid_argument("no such directory"); });
  } catch (dlp::task_error const& thrown) {
    failed = thrown.failures().front();
  }
  BOOST_TEST(failed.rank == 0);
  BOOST_TEST(failed.type == "std::invalid_argument");
  BOOST_TEST(failed.text == "no such directory");
  BOOST_TEST(dlp::call_on_root([] { return 42; }) == 42);
}

// contract: E1
BOOST_AUTO_TEST_CASE(a_collective_call_in_f_is_a_task_error_on_every_rank) {
  if (world.size() == 1) return;  // nobody else waits
  auto text = std::string();
  try {
    dlp::call_on_root([] { dlp::barrier(); });
  } catch (dlp::task_error const& thrown) {
    text = thrown.failures().front().text;
  }
  BOOST_TEST(text.find("barrier, root 0 inside the body of") != text.npos, text);
}

BOOST_AUTO_TEST_SUITE_END()
