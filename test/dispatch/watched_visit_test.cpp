// SPDX-License-Identifier: BSL-1.0
#include <dispatch/progress/watched_visit.hpp>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(watched_visit_test)

using dlp::index_t;
using dlp::detail::watched_visit;
using namespace std::chrono_literals;
using time_point = watched_visit::clock::time_point;

namespace {

auto const start = time_point(1h);

/// A loop whose examples take long after 10 minutes.
auto made() -> watched_visit { return watched_visit("map at x.cpp:9", 600); }

}  // namespace

// contract: E14
BOOST_AUTO_TEST_CASE(an_example_is_spoken_of_once_and_at_doubled_times) {
  auto visit = made();
  visit.begins(4711, start);
  auto said = std::string();
  for (auto now = start; now < start + 90min; now += 1s)
    if (auto const line = visit.look_at(now).line; !line.empty()) said += line + "\n";
  auto const is_in = std::string("has been in index 4711 of map at x.cpp:9 for ");
  BOOST_TEST(said ==
             is_in + "10 min\n" + is_in + "20 min\n" + is_in + "40 min\n" + is_in + "1 h 20 min\n");
}

BOOST_AUTO_TEST_CASE(it_says_what_others_took_where_some_are_done) {
  auto visit = made();
  visit.begins(1, start);
  visit.pauses(start + 3s);
  visit.begins(2, start + 10s);
  visit.pauses(start + 15s);
  visit.begins(3, start + 15s);
  BOOST_TEST(visit.look_at(start + 16min).line ==
             "has been in index 3 of map at x.cpp:9 for 10 min; such examples take 4 s");
}

BOOST_AUTO_TEST_CASE(nothing_is_said_of_what_ends_in_time) {
  auto visit = made();
  for (auto i = 0; i != 100; ++i) {
    auto const begin = start + i * 10min;
    visit.begins(7, begin);
    BOOST_TEST(visit.look_at(begin + 9min).line.empty());
    visit.pauses(begin + 599s);
    BOOST_TEST(visit.look_at(begin + 1h).line.empty());
  }
}

BOOST_AUTO_TEST_CASE(the_next_that_takes_long_is_spoken_of_from_the_beginning) {
  auto visit = made();
  visit.begins(1, start);
  BOOST_TEST(!visit.look_at(start + 50min).line.empty());
  visit.pauses(start + 51min);
  visit.begins(1, start + 51min);  // another try at the same
  BOOST_TEST(visit.look_at(start + 60min).line.empty());
  BOOST_TEST(!visit.look_at(start + 61min).line.empty());
}

BOOST_AUTO_TEST_CASE(who_looks_late_says_it_once) {
  auto visit = made();
  visit.begins(1, start);
  BOOST_TEST(visit.look_at(start + 45min).line.ends_with("for 40 min"));
  BOOST_TEST(visit.look_at(start + 45min).line.empty());
}

BOOST_AUTO_TEST_CASE(it_knows_when_to_look_next) {
  auto visit = made();
  BOOST_TEST((visit.look_at(start).next == start + 10min), "nothing has begun");
  visit.begins(1, start + 1min);
  BOOST_TEST((visit.look_at(start + 2min).next == start + 11min));
  BOOST_TEST((visit.look_at(start + 11min).next == start + 21min));
  auto longest = watched_visit("map", 1e300);
  BOOST_TEST((longest.look_at(start).next > start + 24h * 300));
}

BOOST_AUTO_TEST_CASE(its_own_thread_knows_since_when) {
  auto visit = made();
  BOOST_TEST(!visit.since());
  visit.begins(1, start);
  BOOST_TEST((visit.since() == start));
  visit.pauses(start + 1s);
  BOOST_TEST(!visit.since());
}

/// Every example begins an hour before the one that looks, but odd ones at that moment.
BOOST_AUTO_TEST_CASE(an_index_never_goes_with_the_time_of_another) {
  auto visit = made();
  auto ends = std::atomic<bool>(false);
  auto const looks_from = start + 1h;
  auto loop = std::thread([&] {
    for (auto i = index_t{0}; !ends; ++i) {
      visit.begins(i, i % 2 == 0 ? start + std::chrono::nanoseconds(i) : looks_from);
      visit.pauses(looks_from);
    }
  });
  auto found = 0;
  auto wrong = std::string();
  for (auto until = watched_visit::clock::now() + 20s;
       found < 200 && watched_visit::clock::now() < until;) {
    auto const line = visit.look_at(looks_from).line;
    if (line.empty()) continue;
    ++found;
    auto const number = line.substr(0, line.find(" of "));
    if ((number.back() - '0') % 2 != 0) wrong = line;
  }
  ends = true;
  loop.join();
  BOOST_TEST(found != 0);
  BOOST_TEST(wrong == "");
}

BOOST_AUTO_TEST_SUITE_END()
