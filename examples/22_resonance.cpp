// SPDX-License-Identifier: BSL-1.0
//
// The resonance of a spring with friction: how far it swings in the end, over friction, the
// frequency of the force, and how much stiffer the spring gets as it is stretched. With a file,
// dlp-sweep draws the picture; other programs read table.save("resonance.nc").
//   ./22_resonance resonance.db
//   dlp-sweep plot resonance.db amplitude omega --at gamma=0.1
//   dlp-sweep plot resonance.db amplitude omega gamma --at beta=0
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <numbers>
#include <utility>

#include <boost/serialization/nvp.hpp>

#include <dlp/sweep.hpp>

namespace {

constexpr auto force = 0.3;

struct swing {
  dlp::quantity<double> amplitude = {.unit = "m"};

  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive& BOOST_SERIALIZATION_NVP(amplitude);
  }
};

/// x'' = -gamma x' - x - beta x^3 + force cos(omega t), from rest, by the Runge-Kutta method: how
/// far it is from the middle at most, in the last of a hundred periods.
auto oscillate(double gamma, double omega, double beta) -> swing {
  constexpr auto periods = 100;
  constexpr auto steps = 64;  // of a period
  auto const dt = 2 * std::numbers::pi / omega / steps;
  auto const pull = [&](double t, double x, double v) {
    return force * std::cos(omega * t) - gamma * v - x - beta * x * x * x;
  };
  auto x = 0.0;
  auto v = 0.0;
  auto farthest = 0.0;
  for (auto i = 0; i != periods * steps; ++i) {
    auto const t = i * dt;
    auto const a1 = pull(t, x, v);
    auto const v2 = v + dt / 2 * a1;
    auto const a2 = pull(t + dt / 2, x + dt / 2 * v, v2);
    auto const v3 = v + dt / 2 * a2;
    auto const a3 = pull(t + dt / 2, x + dt / 2 * v2, v3);
    auto const v4 = v + dt * a3;
    auto const a4 = pull(t + dt, x + dt * v3, v4);
    x += dt / 6 * (v + 2 * v2 + 2 * v3 + v4);
    v += dt / 6 * (a1 + 2 * a2 + 2 * a3 + a4);
    if (i >= (periods - 1) * steps) farthest = std::max(farthest, std::abs(x));
  }
  auto made = swing();
  made.amplitude = farthest;
  return made;
}

/// The same where the spring is no stiffer, by the formula.
auto amplitude_of_linear(double gamma, double omega) -> double {
  return force / std::hypot(1 - omega * omega, gamma * omega);
}

}  // namespace

int main(int argc, char** argv) {
  dlp::environment env(argc, argv);
  auto const grid = dlp::product(dlp::axis("gamma", {0.1, 0.2, 0.4, 0.8}, "1/s"),
                                 dlp::axis("omega", dlp::linspace(0.5, 2, 31), "1/s"),
                                 dlp::axis("beta", {0.0, 0.05, 0.2}, "1/(m^2 s^2)"));
  auto const table = dlp::sweep(oscillate, grid, {.path = argc > 1 ? argv[1] : ""});

  // Of each spring the frequency at which it swings farthest.
  auto peaks = std::map<std::pair<double, double>, std::pair<double, double>>();
  auto largest_error = 0.0;
  for (auto const row : table) {
    auto const gamma = row.value<double>("gamma");
    auto const omega = row.value<double>("omega");
    auto const beta = row.value<double>("beta");
    auto const amplitude = row.value<double>("amplitude");
    auto& peak = peaks[{gamma, beta}];
    peak = std::max(peak, {amplitude, omega});
    if (beta == 0)
      largest_error =
          std::max(largest_error, std::abs(amplitude / amplitude_of_linear(gamma, omega) - 1));
  }
  if (table.size() == 0) return 0;  // not the root
  for (auto const& [spring, peak] : peaks)
    std::printf("gamma %.1f  beta %.2f  swings by %.3f m at %.2f/s\n", spring.first, spring.second,
                peak.first, peak.second);
  std::printf("where beta is 0, by the formula to %.2f %%\n", 100 * largest_error);
}
