// SPDX-License-Identifier: BSL-1.0
#include <task/cell_timer.hpp>

#include <chrono>
#include <thread>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(cell_timer_test)

using namespace std::chrono_literals;
using dlp::detail::cell_timer;

namespace {

/// Waits until it is stopped, at most so long. Whether it was.
auto is_stopped(std::stop_token const& cell, std::chrono::steady_clock::duration most) -> bool {
  auto const end = std::chrono::steady_clock::now() + most;
  while (!cell.stop_requested() && std::chrono::steady_clock::now() < end)
    std::this_thread::sleep_for(1ms);
  return cell.stop_requested();
}

}  // namespace

BOOST_AUTO_TEST_CASE(each_cell_is_stopped_when_its_time_is_over) {
  auto timer = cell_timer(20ms);
  for (auto i = 0; i != 3; ++i) {
    auto const began = std::chrono::steady_clock::now();
    auto const cell = timer.begin();
    BOOST_TEST(is_stopped(cell, 30s));
    BOOST_TEST((std::chrono::steady_clock::now() - began >= 20ms));
  }
}

BOOST_AUTO_TEST_CASE(a_cell_has_all_of_its_time_whatever_was_before) {
  auto timer = cell_timer(1h);
  static_cast<void>(timer.begin());
  auto const cell = timer.begin();
  BOOST_TEST(!is_stopped(cell, 50ms));
}

BOOST_AUTO_TEST_SUITE_END()
