// SPDX-License-Identifier: BSL-1.0
//
// A Monte Carlo run whose result lies along time: a spin among oscillators, by mean field, as a
// table with its errors and, where the coupling is 0, beside the exact curve.
//
//   ./23_spin_boson --count 10000           so many trajectories
//   ./23_spin_boson --coupling 0.5          another spin, which mean field is not exact for
//   ./23_spin_boson --more zero.mc          a run that goes on, each time by so many
//   gnuplot -p spin_boson.gnuplot           the picture of two of them
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

#include <dlp/batches.hpp>

#include "spin_boson.hpp"

namespace {

using means = dlp::averages<spin>;

struct arguments {
  dlp::index_t count = 1'000;
  double coupling = 0;
  std::string file;
};

auto read(int argc, char** argv) -> arguments {
  auto all = arguments();
  for (auto i = 1; i < argc; i += 2) {
    auto const name = std::string(argv[i]);
    auto const* const value = i + 1 < argc ? argv[i + 1] : "";
    if (name == "--count")
      all.count = std::strtoull(value, nullptr, 10);
    else if (name == "--coupling")
      all.coupling = std::strtod(value, nullptr);
    else if (name == "--more")
      all.file = value;
    else
      throw std::invalid_argument("there are --count, --coupling and --more, and not " + name);
  }
  return all;
}

auto run(arguments const& with) -> dlp::batches_result<means> {
  auto const model = spin_boson(with.coupling);
  auto const goes_on =
      dlp::call_on_root([&] { return !with.file.empty() && std::filesystem::exists(with.file); });
  if (!goes_on)
    return dlp::batches(model, means(), {.count = with.count, .batch_size = 25, .seed = 1});
  auto const so_far = dlp::load<means>(with.file);
  if (so_far.mean().coupling != with.coupling)
    throw std::invalid_argument(with.file + " is of another coupling");
  return dlp::batches(model, so_far, {.count = with.count});
}

void print(dlp::batches_result<means> const& result, bool beside_exact) {
  auto const x = result.mean().x;
  auto const error = result.standard_error().x.values;
  auto farthest = 0.0;  // in standard errors
  std::printf("#  t      <sx>     error%s\n", beside_exact ? "     exact" : "");
  for (auto i = std::size_t{0}; i != x.values.size(); ++i) {
    std::printf("%4.1f %9.6f  %.6f", x.coordinates[i], x.values[i], error[i]);
    if (beside_exact) {
      auto const exact = spin_boson::exact(x.coordinates[i]);
      std::printf(" %9.6f", exact);
      if (i != 0) farthest = std::max(farthest, std::abs(x.values[i] - exact) / error[i]);
    }
    std::printf("\n");
  }
  std::printf("# %llu trajectories", static_cast<unsigned long long>(result.trajectories()));
  if (beside_exact) std::printf(", at most %.1f standard errors from the exact curve", farthest);
  std::printf("\n");
}

}  // namespace

int main(int argc, char** argv) {
  dlp::environment env(argc, argv);
  auto const with = read(argc, argv);
  auto const result = run(with);
  if (!with.file.empty()) result.save(with.file);
  if (dlp::is_root()) print(result, with.coupling == 0);
}
