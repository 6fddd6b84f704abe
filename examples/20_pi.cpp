// SPDX-License-Identifier: BSL-1.0
//
// Random numbers: an estimate of pi by points in a square. The numbers belong to the index of a
// batch, and not to the rank that computes it, so that the last bit is the same on any number of
// ranks. ./20_pi 1000
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>

#include <boost/random/uniform_01.hpp>

#include <dlp.hpp>
#include <dlp/random_stream.hpp>

int main(int argc, char** argv) {
  dlp::environment env(argc, argv);
  auto const batches = argc > 1 ? std::atoi(argv[1]) : 1000;
  constexpr auto points = 10'000;

  auto const hits = [](int batch) {
    auto draw = dlp::random_stream(42, static_cast<std::uint64_t>(batch));
    auto uniform = boost::random::uniform_01<double>();
    auto inside = std::int64_t{0};
    for (auto i = 0; i != points; ++i) {
      auto const x = uniform(draw);
      auto const y = uniform(draw);
      inside += x * x + y * y < 1 ? 1 : 0;
    }
    return 4.0 * static_cast<double>(inside) / points;
  };
  auto const sum = dlp::map_reduce(hits, batches, 0.0, std::plus<>());
  if (dlp::is_root()) std::printf("pi is about %.5f\n", sum / batches);
}
