// SPDX-License-Identifier: BSL-1.0
//
// interleaved_streams SEED STREAMS DRAWS
//   writes the numbers of `random_stream` to stdout, as they lie in memory, until nobody reads: of
//   STREAMS neighbouring streams the first number of each, the second of each, up to DRAWS of them;
//   then those of the next STREAMS streams. What neighbours have in common stands side by side.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include <dlp/random_stream.hpp>

auto main(int argc, char** argv) -> int {
  auto const number = [&](int i) { return i < argc ? std::strtoull(argv[i], nullptr, 10) : 0; };
  auto const seed = number(1);
  auto const streams = number(2);
  auto const draws = number(3);
  if (streams == 0 || draws == 0) {
    std::fprintf(stderr, "usage: interleaved_streams SEED STREAMS DRAWS\n");
    return 2;
  }
  auto numbers = std::vector<std::uint64_t>(streams * draws);
  for (auto first = std::uint64_t{0};; first += streams) {
    for (auto i = std::size_t{0}; i != streams; ++i) {
      auto stream = dlp::random_stream(seed, first + i);
      for (auto at = i; at < numbers.size(); at += streams) numbers[at] = stream();
    }
    auto const written = std::fwrite(numbers.data(), sizeof numbers[0], numbers.size(), stdout);
    if (written != numbers.size()) return 0;
  }
}
