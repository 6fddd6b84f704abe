// SPDX-License-Identifier: BSL-1.0
//
// What a program with loops over ranks is promised of random numbers that belong to an index.
#include <dlp/random_stream.hpp>

#include <chrono>
#include <cmath>
#include <cstdint>
#include <functional>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp.hpp>

#include "support/bits.hpp"
#include "support/every.hpp"

using dlp_test::bits;

namespace {

constexpr auto seed = 42;
constexpr auto trials = 300;

/// Takes as long as chance has it, so that results come in another order each time.
auto trial(int i) -> double {
  auto draw = dlp::random_stream(seed, static_cast<std::uint64_t>(i));
  auto const pause = std::chrono::microseconds(draw() % 200);
  if (dlp::size() > 1) std::this_thread::sleep_for(pause);
  return static_cast<double>(draw()) * std::pow(10.0, i % 17);
}

auto serial() -> std::vector<double> {
  auto all = std::vector<double>();
  for (auto i = 0; i != trials; ++i) all.push_back(trial(i));
  return all;
}

}  // namespace

// contract: M5
BOOST_AUTO_TEST_CASE(sums_and_lists_have_the_bits_of_the_serial_loop_under_every_schedule) {
  auto const expected = serial();
  auto sum = 0.0;
  for (auto const one : expected) sum += one;
  for (auto const& schedule : dlp_test::every<dlp::schedule>({dlp::fixed{9}})) {
    auto const reduced = dlp::map_reduce(trial, trials, 0.0, std::plus<>(), {.schedule = schedule});
    BOOST_TEST(bits(reduced) == bits(sum), to_string(schedule));
    auto const all = dlp::map(trial, trials, {.schedule = schedule, .everywhere = true});
    BOOST_TEST((all == expected), to_string(schedule));
  }
}
