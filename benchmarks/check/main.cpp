// SPDX-License-Identifier: BSL-1.0
//
// What does DLP_CHECK=1 cost? The digest of a range, to a pass that reads every byte of it.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <numeric>
#include <span>
#include <string>
#include <vector>

#include <dlp.hpp>
#include <dlp/adaptor/compared_range.hpp>

#include "../support/clock.hpp"
#include "../support/program.hpp"
#include "../support/statistics.hpp"
#include "../support/table.hpp"

using namespace benchmark;

namespace {

/// Reads all of it, in words of 8 bytes, as fast as a core does.
auto read_bytes(void const* from, std::size_t size) -> std::uint64_t {
  auto const words = std::span(static_cast<std::uint64_t const*>(from), size / 8);
  return std::reduce(words.begin(), words.end());
}

auto pass(std::vector<double> const& xs) -> std::uint64_t {
  return read_bytes(xs.data(), 8 * xs.size());
}
auto pass(std::vector<std::string> const& xs) -> std::uint64_t {
  auto sum = std::uint64_t{0};
  for (auto const& x : xs) sum += read_bytes(x.data(), x.size());
  return sum;
}

/// The seconds that `f` takes; what it returns is made use of.
template <class F>
auto seconds(F f) -> double {
  static auto volatile kept = std::uint64_t{0};
  auto const begin = now();
  kept = kept + f();
  return now() - begin;
}

template <class Range>
void compare(std::string const& what, Range const& range, int rounds, table& results) {
  auto passes = std::vector<double>();
  auto digests = std::vector<double>();
  for (auto round = 0; round != rounds; ++round) {
    passes.push_back(seconds([&] { return pass(range); }));
    digests.push_back(seconds([&] {
      return dlp::detail::digest_of_range(range, dlp::detail::range_digest::most).whole();
    }));
  }
  auto const ratios = paired(digests, passes, std::divides<>());
  results.add(
      {what, fixed(median(passes), 3), fixed(median(digests), 3), fixed(median(ratios), 2)});
}

void run(options const& given) {
  auto const size = static_cast<std::size_t>(1e6 * given.number<double>("--mb", 0.001));
  auto const rounds = given.number<int>("--rounds", 1);
  auto results = table({"", "a pass, s", "the digest, s", "to the pass"});
  if (dlp::is_root()) {
    compare("vector<double>", std::vector<double>(size / 8, 1.5), rounds, results);
    for (auto const length : {64, 1000}) {
      auto const one = std::string(static_cast<std::size_t>(length), 'x');
      compare("vector<string> of " + std::to_string(length),
              std::vector<std::string>(size / one.size() + 1, one), rounds, results);
    }
    results.print();
  }
  dlp::barrier();
  say_passed();
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv, "check",
                     {{"--mb", "MB", "1000", "how large each range is"},
                      {"--rounds", "N", "5", "how often each is measured"}},
                     run);
}
