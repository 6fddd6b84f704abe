// SPDX-License-Identifier: BSL-1.0
//
// A Monte Carlo run: pi by points in a square, with its error. The result is the same on any number
// of ranks, to the last bit. With a file each start goes on where the last one has ended; with
// --only the points of one trajectory are shown.
//
//   ./21_monte_carlo              a run
//   ./21_monte_carlo pi.mc        a run that goes on
//   ./21_monte_carlo --only 57    trajectory 57 alone, as a failure names it
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include <boost/random/uniform_01.hpp>

#include <dlp/batches.hpp>

namespace {

constexpr auto seed = 42;

auto trial(dlp::random_stream& draw) -> double {
  auto uniform = boost::random::uniform_01<double>();
  auto const x = uniform(draw);
  auto const y = uniform(draw);
  return x * x + y * y < 1 ? 4 : 0;
}

auto run(std::string const& file) -> dlp::batches_result<dlp::moments> {
  auto const goes_on =
      dlp::call_on_root([&] { return !file.empty() && std::filesystem::exists(file); });
  if (goes_on) return dlp::batches(trial, dlp::load<dlp::moments>(file), {.count = 1'000'000});
  return dlp::batches(trial, dlp::moments(),
                      {.count = 1'000'000, .batch_size = 1'000, .seed = seed});
}

}  // namespace

int main(int argc, char** argv) {
  dlp::environment env(argc, argv);
  if (argc == 3 && argv[1] == std::string("--only")) {
    auto draw = dlp::random_stream(seed, std::strtoull(argv[2], nullptr, 10));
    auto const value = trial(draw);
    if (dlp::is_root()) std::printf("trajectory %s: %g\n", argv[2], value);
    return 0;
  }
  auto const file = std::string(argc > 1 ? argv[1] : "");
  auto const pi = run(file);
  if (!file.empty()) pi.save(file);
  if (dlp::is_root())
    std::printf("pi is %.5f +- %.5f, by %llu points\n", pi.mean(), pi.standard_error(),
                static_cast<unsigned long long>(pi.trajectories()));
}
