// SPDX-License-Identifier: BSL-1.0
#include <dlp/dispatch/meter.hpp>

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

#include "loopback.hpp"

using namespace dlp_test;
using namespace std::chrono_literals;

namespace {

/// What a meter has written, piece by piece.
struct fake_screen {
  std::vector<std::string> written;

  auto kind(bool rewrites) -> meter::screen {
    return {[this](std::string_view text) { written.emplace_back(text); }, rewrites};
  }
  [[nodiscard]] auto text() const -> std::string {
    auto all = std::string();
    for (auto const& piece : written) all += piece;
    return all;
  }
};

/// Shows a loop of 1000 examples, one each 10 ms.
void run_loop(meter& shown) {
  for (auto done = index_t{1}; done <= 1'000; ++done) {
    simulated_time += 10ms;
    shown.show({.done = done, .total = 1'000, .busy = 3, .ranks = 3});
  }
  shown.finish({.done = 1'000, .total = 1'000, .busy = 0, .ranks = 3});
}

struct progress_variable {
  explicit progress_variable(char const* value) { ::setenv("DLP_PROGRESS", value, 1); }
  ~progress_variable() { ::unsetenv("DLP_PROGRESS"); }
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_line_says_how_far_how_fast_and_how_long_still) {
  BOOST_TEST(meter_line("sweep", {120, 1'000, 7, 7, 0}, 3) ==
             "sweep: [##..................] 120/1000, 12 %, 40/s, 22 s left, 7/7 ranks busy");
  BOOST_TEST(meter_line("", {500, 1'000, 2, 3, 0}, 100) ==
             "[##########..........] 500/1000, 50 %, 5.00/s, 1 min 40 s left, 2/3 ranks busy");
  BOOST_TEST(meter_line("", {1, 10, 1, 1, 0}, 1'000) ==
             "[##..................] 1/10, 10 %, 0.00/s, 2 h 30 min left, 1/1 ranks busy");
}

BOOST_AUTO_TEST_CASE(a_line_at_the_end_says_how_long_it_took) {
  BOOST_TEST(meter_line("", {10, 10, 0, 3, 0}, 5) ==
             "[####################] 10/10, 100 %, 2.00/s, 5 s, 0/3 ranks busy");
}

BOOST_AUTO_TEST_CASE(a_line_of_an_unknown_total_promises_nothing) {
  BOOST_TEST(meter_line("", {120, {}, 3, 3, 0}, 60) ==
             "120 done, 2.00/s, 1 min 00 s, 3/3 ranks busy");
}

BOOST_AUTO_TEST_CASE(a_line_tells_of_failures) {
  BOOST_TEST(meter_line("", {1, {}, 3, 3, 2}, 1) ==
             "1 done, 1.00/s, 1 s, 3/3 ranks busy, 2 failed");
}

BOOST_AUTO_TEST_CASE(a_line_divides_by_nothing) {
  BOOST_TEST(meter_line("", {0, 10, 0, 3, 0}, 0) ==
             "[....................] 0/10, 0 %, 0.00/s, 0 s, 0/3 ranks busy");
  BOOST_TEST(meter_line("", {0, 0, 0, 3, 0}, 0) ==
             "[####################] 0/0, 100 %, 0.00/s, 0 s, 0/3 ranks busy");
}

BOOST_AUTO_TEST_CASE(a_terminal_has_one_line_that_is_written_over) {
  auto screen = fake_screen();
  auto shown = meter({.progress = true, .label = "sweep"}, screen.kind(true));
  run_loop(shown);
  BOOST_TEST(screen.written.size() > 80u);  // ten a second, for ten seconds
  BOOST_TEST(screen.written.size() < 110u);
  auto const text = screen.text();
  BOOST_TEST(text.starts_with("\rsweep: "));
  BOOST_TEST(text.find('\n') == text.size() - 1);
  BOOST_TEST(text.find("1000/1000") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_shorter_line_covers_a_longer_one) {
  auto screen = fake_screen();
  auto shown = meter({.progress = true}, screen.kind(true));
  simulated_time += 1s;
  shown.show({.done = 123'456, .total = {}, .busy = 10, .ranks = 10});
  simulated_time += 1s;
  shown.show({.done = 1, .total = {}, .busy = 1, .ranks = 1});
  BOOST_TEST(screen.written.size() == 2u);
  BOOST_TEST(screen.written[1].size() == screen.written[0].size());
  BOOST_TEST(screen.written[1].back() == ' ');
}

BOOST_AUTO_TEST_CASE(a_meter_that_is_given_up_closes_its_line) {
  auto screen = fake_screen();
  {
    auto shown = meter({.progress = true}, screen.kind(true));
    simulated_time += 1s;
    shown.show({});
  }
  BOOST_TEST(screen.text().ends_with("\n"));
}

BOOST_AUTO_TEST_CASE(a_log_has_a_whole_line_every_few_seconds) {
  auto screen = fake_screen();
  auto shown = meter({.progress = true}, screen.kind(false));
  run_loop(shown);
  BOOST_TEST(screen.written.size() == 5u);  // after 1, 4, 7 and 10 s, and at the end
  for (auto const& line : screen.written) {
    BOOST_TEST(line.find('\n') == line.size() - 1);
    BOOST_TEST(line.find('\r') == std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(a_meter_that_is_off_writes_nothing) {
  auto screen = fake_screen();
  auto shown = meter({.progress = false, .label = "sweep"}, screen.kind(true));
  BOOST_TEST(!shown.on());
  run_loop(shown);
  BOOST_TEST(screen.text() == "");
}

BOOST_AUTO_TEST_CASE(the_user_of_a_program_can_turn_all_meters_off) {
  auto const turned = [](char const* value) {
    auto const variable = progress_variable(value);
    auto screen = fake_screen();
    auto shown = meter({.progress = true}, screen.kind(false));
    run_loop(shown);
    return screen.text();
  };
  BOOST_TEST(turned("0") == "");
  BOOST_TEST(turned("1") != "");
}
