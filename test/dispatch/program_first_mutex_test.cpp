// SPDX-License-Identifier: BSL-1.0
#include <dispatch/pool/program_first_mutex.hpp>

#include <atomic>
#include <chrono>
#include <thread>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(program_first_mutex_test)

using namespace std::chrono_literals;
using dlp::detail::program_first_mutex;

BOOST_AUTO_TEST_CASE(a_program_that_waits_gets_it_next) {
  auto mutex = program_first_mutex();
  auto turns = std::atomic<int>(0);
  auto ends = std::atomic<bool>(false);
  auto helper = std::thread([&] {
    while (!ends) {
      auto const lock = mutex.for_helper();
      ++turns;
      std::this_thread::sleep_for(200us);
    }
  });
  while (turns == 0) std::this_thread::yield();
  constexpr auto rounds = 50;
  auto waited_for = 0;
  for (auto i = 0; i != rounds; ++i) {
    auto const before = turns.load();
    {
      auto const lock = mutex.for_program();
      waited_for += turns - before;
    }
    std::this_thread::sleep_for(1ms);
  }
  ends = true;
  helper.join();
  BOOST_TEST(waited_for <= 2 * rounds);  // for one that had it, and one that was about to
}

BOOST_AUTO_TEST_CASE(who_has_it_may_take_it_again) {
  auto mutex = program_first_mutex();
  auto const lock = mutex.for_program();
  BOOST_TEST(mutex.for_program().owns_lock());
}

BOOST_AUTO_TEST_SUITE_END()
