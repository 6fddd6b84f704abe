// SPDX-License-Identifier: BSL-1.0
#include <dispatch/progress/meter.hpp>

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <iostream>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include <dispatch/progress/terminal.hpp>

#include "loopback.hpp"
#include "screen.hpp"

BOOST_AUTO_TEST_SUITE(meter_test)

using namespace dlp_test;
using namespace std::chrono_literals;

namespace {

std::size_t columns = 100;  // of every fake screen

/// What a meter has written, piece by piece.
struct fake_screen {
  std::vector<std::string> written;

  auto kind(bool rewrites) -> meter::screen {
    auto const how_wide = [] { return columns; };
    return {[this](int, std::string_view text) { written.emplace_back(text); },
            rewrites ? +how_wide : nullptr};
  }
  [[nodiscard]] auto text() const -> std::string {
    auto all = std::string();
    for (auto const& piece : written) all += piece;
    return all;
  }
  [[nodiscard]] auto seen() const -> std::string { return seen_on_screen(text()); }
};

/// Shows a loop of 1000 examples, one each 10 ms.
void run_loop(meter& shown) {
  for (auto done = index_t{1}; done <= 1'000; ++done) {
    simulated_time += 10ms;
    shown.stands({.done = done, .total = 1'000, .busy = 3, .ranks = 3});
  }
  shown.ended({.done = 1'000, .total = 1'000, .busy = 0, .ranks = 3});
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_line_says_how_far_how_fast_and_how_long_still) {
  BOOST_TEST(meter_line("sweep", {120, 1'000, 7, 7, 0}, 3) ==
             "sweep: [##..................] 120/1000, 12 %, 40/s, 22 s left, 7/7 ranks busy");
  BOOST_TEST(meter_line("", {500, 1'000, 2, 3, 0}, 100) ==
             "[##########..........] 500/1000, 50 %, 5.00/s, 1 min 40 s left, 2/3 ranks busy");
  BOOST_TEST(meter_line("", {57, 100, 2, 3, 0}, 57).find(" 57/100, 57 %") != std::string::npos);
  BOOST_TEST(meter_line("", {1, 10, 1, 1, 0}, 1'000) ==
             "[##..................] 1/10, 10 %, 0.00/s, 2 h 30 min left, 1/1 ranks busy");
}

BOOST_AUTO_TEST_CASE(a_line_at_the_end_says_how_long_it_took) {
  BOOST_TEST(meter_line("", {10, 10, 0, 3, 0}, 5) ==
             "[####################] 10/10, 100 %, 2.00/s, 5 s, 0/3 ranks busy");
  BOOST_TEST(meter_line("", {10, 10, 0, 3, 0}, 5, any_width, 0.937) ==
             "[####################] 10/10, 100 %, 2.00/s, 5 s, workers 93 % busy");
}

BOOST_AUTO_TEST_CASE(a_line_at_the_end_promises_nothing_of_what_was_given_up) {
  BOOST_TEST(meter_line("", {5, 10, 0, 3, 1}, 5, any_width, 0.5) ==
             "[##########..........] 5/10, 50 %, 1.00/s, 5 s, workers 50 % busy, 1 failed");
}

BOOST_AUTO_TEST_CASE(a_rank_alone_is_no_worker) {
  BOOST_TEST(meter_line("", {10, 10, 0, 1, 0}, 5, any_width, 1) ==
             "[####################] 10/10, 100 %, 2.00/s, 5 s");
  BOOST_TEST(meter_line("", {10, 10, 0, 1, 0, 5.0}, 5, any_width, 1) ==
             "[####################] 10/10, 100 %, 2.00/s, 5 s, worker 100 % busy");
}

BOOST_AUTO_TEST_CASE(a_line_goes_without_its_last_fields_where_they_do_not_fit) {
  auto const all = meter_line("sweep", {120, 1'000, 7, 7, 2}, 3);
  for (auto width = std::size_t{0}; width != all.size() + 5; ++width) {
    auto const line = meter_line("sweep", {120, 1'000, 7, 7, 2}, 3, width);
    BOOST_TEST(line.size() <= width);
    BOOST_TEST(!line.ends_with(','), line);
    if (width >= 39) BOOST_TEST(all.starts_with(line), line);
  }
  auto const in = [](std::size_t width) {
    return meter_line("sweep", {120, 1'000, 7, 7, 2}, 3, width);
  };
  BOOST_TEST(in(200) == all);
  BOOST_TEST(in(60) == "sweep: [##..................] 120/1000, 12 %, 40/s");
  BOOST_TEST(in(38) == "sweep: [##..................] 120/1000");
  BOOST_TEST(in(37) == "sweep: 120/1000");
  BOOST_TEST(in(13) == "swe: 120/1000");
  BOOST_TEST(in(10) == "120/1000");
  BOOST_TEST(in(8) == "120/1000");
  BOOST_TEST(in(3) == "120");
}

BOOST_AUTO_TEST_CASE(a_label_of_wide_characters_is_cut_between_them) {
  auto const in = [](std::size_t width) { return meter_line("振り子", {1, 2, 1, 1, 0}, 1, width); };
  BOOST_TEST(in(11) == "振り子: 1/2");
  BOOST_TEST(in(10) == "振り: 1/2");
  BOOST_TEST(in(9) == "振り: 1/2");
  BOOST_TEST(in(8) == "振: 1/2");
  BOOST_TEST(in(4) == "1/2");
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
  auto shown = meter("sweep", screen.kind(true));
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
  auto shown = meter("", screen.kind(true));
  simulated_time += 1s;
  shown.stands({.done = 123'456, .total = {}, .busy = 10, .ranks = 10});
  simulated_time += 1s;
  shown.stands({.done = 1, .total = {}, .busy = 1, .ranks = 1});
  BOOST_TEST(screen.seen() == "1 done, 0.50/s, 2 s, 1/1 ranks busy");
}

BOOST_AUTO_TEST_CASE(a_line_fits_whatever_becomes_of_the_terminal) {
  auto screen = fake_screen();
  auto shown = meter("a rather\nlong label", screen.kind(true));
  for (auto const width : {100, 20, 45, 1, 60}) {
    columns = static_cast<std::size_t>(width);
    screen.written.clear();
    simulated_time += 1s;
    shown.stands({.done = 12, .total = 100, .busy = 3, .ranks = 3});
    BOOST_TEST(screen.text().size() <= columns);  // with "\r", but not in the last column
    BOOST_TEST(screen.text().find('\n') == std::string::npos);
  }
  columns = 100;
}

BOOST_AUTO_TEST_CASE(it_makes_way_for_what_the_process_writes) {
  auto screen = fake_screen();
  auto const into_the_screen = [&screen](std::ostream& stream, auto const& act) {
    struct buffer : std::streambuf {
      fake_screen& screen;
      explicit buffer(fake_screen& to) : screen(to) {}
      auto overflow(int c) -> int override {
        screen.written.emplace_back(1, static_cast<char>(c));
        return c;
      }
    } here(screen);
    auto* const before = stream.rdbuf(&here);
    act();
    stream.rdbuf(before);
  };
  for (auto* const stream : {&std::cout, &std::cerr, &std::clog}) {
    screen.written.clear();
    auto shown = meter("sweep", screen.kind(true));
    simulated_time += 1s;
    shown.stands({.done = 1, .total = 4, .busy = 3, .ranks = 3});
    into_the_screen(*stream, [&] { *stream << "hm\n"; });
    BOOST_TEST(screen.seen() == "hm\n");
    simulated_time += 1s;
    shown.stands({.done = 2, .total = 4, .busy = 3, .ranks = 3});
    BOOST_TEST(screen.seen().starts_with("hm\nsweep: [####"), screen.seen());
    BOOST_TEST(screen.seen().find("2/4") != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(two_meters_make_way_together) {
  auto screen = fake_screen();
  auto outer = std::make_unique<meter>("outer", screen.kind(true));
  auto inner = meter("inner", screen.kind(true));
  simulated_time += 1s;
  outer->stands({.done = 1, .total = 2, .busy = 1, .ranks = 1});
  outer.reset();  // out of turn
  simulated_time += 1s;
  inner.stands({.done = 1, .total = 2, .busy = 1, .ranks = 1});
  auto const before = screen.written.size();
  std::clog << "";
  BOOST_TEST(screen.written.size() == before + 1);
}

BOOST_AUTO_TEST_CASE(what_a_stream_was_tied_to_is_flushed_as_before_and_put_back) {
  struct counting : std::stringbuf {
    int flushes = 0;
    auto sync() -> int override { return ++flushes, 0; }
  } own_buffer;
  auto own = std::ostream(&own_buffer);
  auto other = std::ostringstream();
  auto* const tied_to = std::cerr.tie();
  auto* const first = std::cout.tie(&own);
  auto* const last = std::clog.tie();
  {
    auto screen = fake_screen();
    auto const shown = meter("", screen.kind(true));
    BOOST_TEST(std::cout.tie() != &own);
    std::cout << "";
    BOOST_TEST(own_buffer.flushes == 1);
    std::clog.tie(&other);  // the program's own doing, while the meter is on
  }
  BOOST_TEST(std::cout.tie(first) == &own);
  BOOST_TEST(std::cerr.tie() == tied_to);
  BOOST_TEST(std::clog.tie(last) == &other);

  auto screen = fake_screen();
  {
    auto const in_a_log = meter("", screen.kind(false));
    BOOST_TEST(std::cout.tie() == first);
  }
}

BOOST_AUTO_TEST_CASE(it_ends_with_how_busy_the_workers_were) {
  auto const last_line = [](std::optional<double> computed) {
    auto screen = fake_screen();
    auto shown = meter("", screen.kind(true));
    shown.stands({.done = 0, .total = 4, .busy = 2, .ranks = 2});
    simulated_time += 3s;
    shown.stands({.done = 3, .total = 4, .busy = 1, .ranks = 2});
    simulated_time += 1s;
    shown.ended({.done = 4, .total = 4, .busy = 0, .ranks = 2, .computed = computed});
    return screen.seen();
  };
  // 2 ranks for 3 s and 1 for 1 s, of 2 for 4 s
  BOOST_TEST(last_line({}).ends_with("] 4/4, 100 %, 1.00/s, 4 s, workers 87 % busy\n"));
  BOOST_TEST(last_line(4.0).ends_with("] 4/4, 100 %, 1.00/s, 4 s, workers 50 % busy\n"));
}

BOOST_AUTO_TEST_CASE(a_sentence_has_a_line_of_its_own) {
  for (auto const rewrites : {true, false}) {
    auto screen = fake_screen();
    auto shown = meter("", screen.kind(rewrites));
    simulated_time += 2s;
    shown.stands({.done = 1, .total = {}, .busy = 1, .ranks = 1});
    shown.says("hear, hear");
    auto const line = std::string("1 done, 0.50/s, 2 s, 1/1 ranks busy\n");
    BOOST_TEST(screen.seen() == (rewrites ? "" : line) + "hear, hear\n");
  }
}

BOOST_AUTO_TEST_CASE(a_meter_that_is_given_up_closes_its_line) {
  auto screen = fake_screen();
  {
    auto shown = meter("", screen.kind(true));
    simulated_time += 1s;
    shown.stands({});
  }
  BOOST_TEST(screen.text().ends_with("\n"));
}

BOOST_AUTO_TEST_CASE(a_log_has_a_whole_line_every_few_seconds) {
  auto screen = fake_screen();
  auto shown = meter("", screen.kind(false));
  run_loop(shown);
  BOOST_TEST(screen.written.size() == 5u);  // after 1, 4, 7 and 10 s, and at the end
  for (auto const& line : screen.written) {
    BOOST_TEST(line.find('\n') == line.size() - 1);
    BOOST_TEST(line.find('\r') == std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(a_line_makes_way_by_the_stream_that_wants_it) {
  auto ways = std::vector<int>();
  auto shown =
      meter("", {[&](int way, std::string_view) { ways.push_back(way); }, [] { return columns; }});
  auto const way_of = [&](std::ostream& stream) {
    simulated_time += 1s;
    shown.stands({.done = 1, .total = 4, .busy = 3, .ranks = 3});
    stream << "";
    return ways.back();
  };
  using dlp::detail::terminal_of;
  BOOST_TEST(way_of(std::cout) == (terminal_of(1) == terminal_of(2) ? 1 : 2));
  BOOST_TEST(way_of(std::clog) == 2);
}

BOOST_AUTO_TEST_SUITE_END()
