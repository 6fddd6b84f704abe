// SPDX-License-Identifier: BSL-1.0
//
// Loops of all kinds, of which test/trace/run looks at the timeline. The argument says which.
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <dlp.hpp>

#include <dlp/pool.hpp>
#include <dlp/sweep.hpp>

namespace {

using namespace std::chrono_literals;

void compute_for(std::chrono::nanoseconds time) {
  auto const end = std::chrono::steady_clock::now() + time;
  while (std::chrono::steady_clock::now() < end) continue;
}

auto slowly(dlp::index_t index) -> double {
  auto const solving = dlp::mark("solve");
  compute_for(std::chrono::microseconds(index % 7 == 0 ? 3000 : 1000));
  return static_cast<double>(index);
}

void map() {
  auto const whole = dlp::mark("whole");
  static_cast<void>(dlp::map(slowly, 100, {.label = "swings"}));
}

void reverse() {
  static_cast<void>(
      dlp::map(slowly, 40, {.cost = [](dlp::index_t i) { return static_cast<double>(i); }}));
}

void unordered() {
  for ([[maybe_unused]] auto const& one : dlp::map_unordered(slowly, 60)) continue;
}

void reduce() { static_cast<void>(dlp::map_reduce(slowly, 60, 0.0, std::plus<>())); }

void sweeps() {
  auto const grid = dlp::product(dlp::axis("i", {0, 5, 10, 15}), dlp::axis("j", {0, 1, 2, 3, 4}));
  static_cast<void>(dlp::sweep([](int i, int j) { return slowly(i + j); }, grid));
}

void short_examples() {
  dlp::for_each(200'000, [](dlp::index_t) { compute_for(1us); });
}

void splits() {
  for (auto const i : dlp::split_managed(40)) static_cast<void>(slowly(i));
  for (auto const i : dlp::split_shared(40)) static_cast<void>(slowly(i));
  for (auto const i : dlp::split_round_robin(40)) static_cast<void>(slowly(i));
  for (auto const i : dlp::split_block(40)) static_cast<void>(slowly(i));
}

void pool() {
  dlp::executor::run([](dlp::executor& calls) {
    auto futures = std::vector<dlp::future<double>>();
    for (auto i = dlp::index_t{0}; i != 20; ++i) futures.push_back(calls.submit(slowly, i));
    for (auto& one : futures) static_cast<void>(one.get());
  });
}

/// 15 items: one, and two for each down to the fourth row.
void growing() {
  dlp::for_each(std::vector{1}, [](int row, dlp::feeder<int>& more) {
    compute_for(1ms);
    if (row == 4) return;
    more.add(row + 1);
    more.add(row + 1);
  });
}

void failures() {
  auto const fails = [](dlp::index_t i) {
    if (i % 10 == 3) throw std::runtime_error("no \"luck\"\n");
    return slowly(i);
  };
  try {
    static_cast<void>(dlp::map(fails, 40, {.on_error = dlp::collect{}}));
  } catch (dlp::task_error const&) {
  }
}

void leaves() {
  for (auto const i : dlp::split_managed(100)) {
    static_cast<void>(slowly(i));
    if (i == 7) break;
  }
}

/// Each of the splits by break and by an exception, at its tenth example where one rank has all.
void leaves_all() {
  auto const leave = [](auto&& indices) {
    for (auto const by_break : {true, false}) {
      try {
        for (auto const i : indices()) {
          static_cast<void>(slowly(i));
          if (i < 9) continue;
          if (by_break) break;
          throw std::runtime_error("left");
        }
      } catch (std::runtime_error const&) {
      }
    }
  };
  leave([] { return dlp::split_managed(40, {.label = "managed"}); });
  leave([] { return dlp::split_shared(40, {.label = "shared"}); });
  leave([] { return dlp::split_round_robin(40, {.label = "round robin"}); });
  leave([] { return dlp::split_block(40, {.label = "block"}); });
}

/// Two loops at once, each on every second rank.
void halves() {
  auto const half = dlp::communicator().split(dlp::rank() % 2);
  for (auto const i : dlp::split_managed(60, {.label = "half", .comm = half}))
    static_cast<void>(slowly(i));
}

/// Rank 1 is killed in the middle; or, by the shell, all are.
void killed() {
  dlp::for_each(100'000, [](dlp::index_t i) {
    static_cast<void>(slowly(i));
    if (dlp::rank() == 1 && i > 1000) static_cast<void>(std::raise(SIGKILL));
  });
}
/// The same, and the others go on.
void survived() {
  auto const body = [](dlp::index_t i) {
    static_cast<void>(slowly(i));
    if (dlp::rank() == 2 && i > 100) static_cast<void>(std::raise(SIGKILL));
  };
  dlp::for_each(400, body, {.survive = dlp::survive{}});
}
void endless() {
  dlp::for_each(10'000'000, [](dlp::index_t i) { static_cast<void>(slowly(i)); });
}

std::map<std::string, std::function<void()>> const all = {
    {"map", map},           {"reverse", reverse}, {"unordered", unordered},
    {"reduce", reduce},     {"sweep", sweeps},    {"short", short_examples},
    {"splits", splits},     {"growing", growing}, {"pool", pool},
    {"failures", failures}, {"leaves", leaves},   {"leaves_all", leaves_all},
    {"halves", halves},     {"killed", killed},   {"endless", endless},
    {"survived", survived},
};

}  // namespace

auto main(int argc, char** argv) -> int {
  dlp::environment const environment(argc, argv);
  for (auto i = 1; i < argc; ++i) all.at(argv[i])();
}
