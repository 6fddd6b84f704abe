// SPDX-License-Identifier: BSL-1.0
//
// A sweep: a pendulum with damping and a force, at all combinations of both and of two ways to
// compute it. What each cell has computed is in a table, by names, and in a file that is left
// there: a second start computes nothing again. ./19_sweep swing.db swing.csv
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <stdexcept>
#include <string>

#include <boost/serialization/nvp.hpp>

#include <dlp/sweep.hpp>

// What a cell computes. Its members are the columns of the table.
struct swing {
  dlp::quantity<double> energy = {.unit = "J"};
  double amplitude = 0;
  int steps = 0;

  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive& BOOST_SERIALIZATION_NVP(energy) & BOOST_SERIALIZATION_NVP(amplitude) &
        BOOST_SERIALIZATION_NVP(steps);
  }
};

// x'' = -x - gamma x' + cos(omega t), for a hundred seconds from rest.
auto oscillate(double gamma, double omega, std::string const& solver) -> swing {
  if (solver == "euler" && gamma == 0) throw std::domain_error("Euler's steps need damping");
  constexpr auto steps = 100'000;
  constexpr auto dt = 100.0 / steps;
  auto x = 0.0;
  auto v = 0.0;
  auto made = swing();
  for (; made.steps != steps; ++made.steps) {
    auto const force = std::cos(omega * made.steps * dt) - gamma * v - x;
    auto const before = v;
    v += dt * force;
    x += dt * (solver == "symplectic" ? v : before);
    if (made.steps > steps / 2) made.amplitude = std::max(made.amplitude, std::abs(x));
  }
  made.energy = (x * x + v * v) / 2;
  return made;
}

int main(int argc, char** argv) {
  dlp::environment env(argc, argv);
  auto const grid = dlp::product(dlp::axis("gamma", {0.0, 0.1, 0.5}, "1/s"),
                                 dlp::axis("omega", dlp::linspace(0.5, 1.5, 5), "1/s"),
                                 dlp::axis("solver", {"euler", "symplectic"}));
  auto const table = dlp::sweep(oscillate, grid, {.path = argc > 1 ? argv[1] : ""});
  if (argc > 2) table.save(argv[2]);
  for (auto const row : table) {
    std::printf("%3.1f %4.2f %-10s ", row.value<double>("gamma"), row.value<double>("omega"),
                row.value<std::string>("solver").c_str());
    if (row.status() == dlp::cell_status::done)
      std::printf("%8.4f\n", row.value<double>("amplitude"));
    else
      std::printf("%s\n", table.error(row.index()).c_str());
  }
}
