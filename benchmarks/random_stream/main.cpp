// SPDX-License-Identifier: BSL-1.0
//
// What do random numbers cost that belong to an example? A stream is made and one number is drawn,
// and many are drawn from one; next to it the generators that the standard library has for such a
// loop.
#include <cstdint>
#include <random>
#include <stdexcept>
#include <vector>

#include <dlp.hpp>
#include <dlp/random_stream.hpp>

#include "../support/clock.hpp"
#include "../support/program.hpp"
#include "../support/statistics.hpp"
#include "../support/table.hpp"

using namespace benchmark;

namespace {

/// Of one generator, in ns that a core is at work: to make it and draw a number, and to draw one
/// more.
struct figures {
  std::vector<double> of_first, of_next;
};

/// `make` gives the generator of an index.
template <class Make>
void measure(std::uint64_t count, Make make, figures& to) {
  auto sum = std::uint64_t{0};
  auto begin = cpu_time();
  auto const lap = [&] {
    auto const time = cpu_time() - begin;
    begin = cpu_time();
    return 1e9 * time / static_cast<double>(count);
  };
  for (auto i = std::uint64_t{0}; i != count; ++i) sum += make(i)();
  to.of_first.push_back(lap());
  auto one = make(0);
  for (auto i = std::uint64_t{0}; i != count; ++i) sum += one();
  to.of_next.push_back(lap());
  if (sum == 0) throw std::runtime_error("the numbers are all 0");  // so that they are computed
}

void run(options const& given) {
  auto const count = given.number<std::uint64_t>("--numbers", 1);
  auto const rounds = given.number<int>("--rounds", 1);
  auto streams = figures();
  auto twisters = figures();
  for (auto round = 0; round != rounds; ++round) {
    measure(count, [](std::uint64_t i) { return dlp::random_stream(42, i); }, streams);
    measure(count, [](std::uint64_t i) { return std::mt19937_64(42 + i); }, twisters);
  }
  auto results = table({"ns to", "random_stream", "mt19937_64"});
  auto const add = [&](char const* what, auto figure) {
    results.add({what, fixed(median(streams.*figure), 1), fixed(median(twisters.*figure), 1)});
  };
  add("make one and draw a number", &figures::of_first);
  add("draw one more", &figures::of_next);
  results.print();
  say_passed();
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv, "random_stream",
                     {{"--numbers", "N", "1000000", "how many are drawn"},
                      {"--rounds", "N", "5", "how often it is measured"}},
                     run);
}
