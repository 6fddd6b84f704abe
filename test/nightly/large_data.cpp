// SPDX-License-Identifier: BSL-1.0
//
// Values and sums beyond 2 GiB, as they are: for 3 ranks, and 16 GiB of memory. What the other
// tests do with smaller pieces is done here with those that MPI's counts ask for.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include <boost/serialization/vector.hpp>

#include <dlp.hpp>

#include "../support/memory_taken.hpp"

namespace {

using numbers = std::vector<std::uint64_t>;

constexpr auto gib = double{1 << 30};
constexpr auto part = static_cast<std::size_t>(0.8 * gib) / sizeof(std::uint64_t);
constexpr auto large = static_cast<std::size_t>(2.5 * gib) / sizeof(std::uint64_t);

/// Of no period, and other numbers for each seed.
auto number_at(std::uint64_t seed, std::uint64_t index) -> std::uint64_t {
  auto x = (index + 1) * 0x9e37'79b9'7f4a'7c15 + seed;
  return (x ^ (x >> 29)) * 0xbf58'476d'1ce4'e5b9;
}

auto numbers_of(std::uint64_t seed, std::size_t count) -> numbers {
  auto made = numbers(count);
  for (auto i = std::size_t{0}; i != count; ++i) made[i] = number_at(seed, i);
  return made;
}

void require(bool is, std::string const& what) {
  if (is) return;
  std::printf("rank %d: %s is wrong\n", int{dlp::rank()}, what.c_str());
  std::exit(1);
}

void check(std::uint64_t const* values, std::uint64_t seed, std::size_t count,
           std::string const& what) {
  for (auto i = std::size_t{0}; i != count; ++i) require(values[i] == number_at(seed, i), what);
}

void check(numbers const& values, std::uint64_t seed, std::size_t count, std::string const& what) {
  require(values.size() == count, "the size of " + what);
  check(values.data(), seed, count, what);
}

/// The most memory that this process has had since it forgot, in GiB.
auto peak() -> double { return static_cast<double>(dlp_test::most_memory_taken()) / (1 << 20); }

void forget_peak() {
  auto file = std::ofstream("/proc/self/clear_refs");
  file << 5 << std::flush;
  require(file.good() && peak() < 0.2,
          "what the kernel says of memory, " + std::to_string(peak()) + " GiB,");
}

/// What has just been done took the root no more than the result, what it gave itself, and a piece.
void say(std::string const& what, double result, double own = 0) {
  if (dlp::is_root()) {
    std::printf("%-28s exact; the root's peak %.2f GiB, the result %.2f\n", what.c_str(), peak(),
                result);
    require(peak() < result + own + 1.1, "the root's memory in " + what);
  }
  dlp::barrier();
  forget_peak();
}

}  // namespace

auto main(int argc, char** argv) -> int {
  auto const env = dlp::environment(argc, argv);
  require(dlp::size() == 3, "the number of ranks");
  auto const me = static_cast<std::uint64_t>(dlp::rank());
  forget_peak();
  {
    auto const all = dlp::gather(numbers_of(me, part));
    for (auto rank = std::size_t{0}; rank != all.size(); ++rank)
      check(all[rank], rank, part, "gather");
  }
  say("gather of 3 x 0.8 GiB", 2.4, 0.8);
  {
    auto const all = dlp::gather_flat(numbers_of(me, part));
    require(all.size() == (dlp::is_root() ? 3 * part : 0), "the size of gather_flat");
    for (auto rank = std::size_t{0}; dlp::is_root() && rank != 3; ++rank)
      check(all.data() + rank * part, rank, part, "gather_flat");
  }
  say("gather_flat of 3 x 0.8 GiB", 2.4, 0.8);
  {
    auto const all = dlp::gather(numbers_of(3, me == 1 ? large : 1));
    if (dlp::is_root()) {
      check(all[1], 3, large, "gather of one");
      check(all[2], 3, 1, "gather of one");
    }
  }
  say("gather with one of 2.5 GiB", 2.5);
  {
    auto const all = dlp::all_gather(numbers_of(me, part));
    for (auto rank = std::size_t{0}; rank != all.size(); ++rank)
      check(all[rank], rank, part, "all_gather");
  }
  say("all_gather of 3 x 0.8 GiB", 2.4, 0.8);
  {
    auto const xs = std::vector<std::uint64_t>{7, 8};
    auto const f = [](std::uint64_t x) { return numbers_of(x, x == 7 ? large : 1); };
    auto const all = dlp::map(f, xs);
    if (dlp::is_root()) {
      check(all[0], 7, large, "map");
      check(all[1], 8, 1, "map");
    }
  }
  say("map with a result of 2.5 GiB", 2.5);
  {
    auto value = dlp::is_root() ? numbers_of(9, large) : numbers();
    dlp::broadcast(value);
    check(value, 9, large, "broadcast");
  }
  say("broadcast of 2.5 GiB", 2.5);
  if (dlp::is_root()) std::puts("ALL 3 RANKS PASSED");
}
