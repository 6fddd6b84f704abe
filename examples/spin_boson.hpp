// SPDX-License-Identifier: BSL-1.0
#pragma once

// What 23_spin_boson computes: the model of QC Lab's first example, a spin and a bath of
// oscillators,
//
//   H = E sz + V sx + sz sum_j c_j q_j + sum_j (p_j^2 + w_j^2 q_j^2) / 2,
//
// by mean field. Each trajectory draws the bath at its temperature, the spin begins along x, and
// both move in the mean of one another. Where V = 0 the mean of all trajectories is exact.

#include <array>
#include <cmath>
#include <complex>
#include <numbers>

#include <boost/random/normal_distribution.hpp>
#include <boost/serialization/nvp.hpp>

#include <dlp/batches.hpp>
#include <dlp/sweep.hpp>

// What a trajectory returns.
struct spin {
  double coupling = 0;                     // the V it was computed with: so a file says it
  dlp::labelled<> x = {.dimension = "t"};  // <sx>, which begins with 1

  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive& BOOST_SERIALIZATION_NVP(coupling) & BOOST_SERIALIZATION_NVP(x);
  }
};

class spin_boson {
 public:
  explicit spin_boson(double coupling) : coupling_(coupling) {
    for (auto j = 0; j != modes; ++j) {
      auto const w = frequency(j);
      deviation_[j] = std::sqrt(w / 2 / std::tanh(w / 2 / temperature));
      turn_[j] = std::polar(1.0, -w * step);
      half_turn_[j] = std::polar(1.0, -w * step / 2);
    }
  }

  // A trajectory. Between two steps of the spin, each in a bath that stands still, the bath turns.
  auto operator()(dlp::random_stream& draw) const -> spin {
    auto made = spin{.coupling = coupling_};
    auto bath = drawn(draw);
    auto up = std::complex(std::numbers::sqrt2 / 2);
    auto down = up;
    auto const turn_bath = [&](mode_numbers const& turn) {
      auto const middle = -pull() * (std::norm(up) - std::norm(down));
      for (auto j = 0; j != modes; ++j) bath[j] = middle + (bath[j] - middle) * turn[j];
    };
    auto const turn_spin = [&] {
      auto field = energy;
      for (auto const& one : bath) field += pull() * one.real();
      auto const speed = std::hypot(field, coupling_);
      auto const whole = std::cos(speed * step);
      auto const part = std::complex(0.0, -std::sin(speed * step) / speed);
      auto const before = up;
      up = (whole + part * field) * up + part * coupling_ * down;
      down = (whole - part * field) * down + part * coupling_ * before;
    };
    turn_bath(half_turn_);
    for (auto i = 0; i <= times * steps; ++i) {
      if (i % steps == 0) {
        made.x.coordinates.push_back(i * step);
        made.x.values.push_back(2 * (std::conj(up) * down).real());
      }
      turn_spin();
      turn_bath(turn_);
    }
    return made;
  }

  // <sx> where V = 0.
  static auto exact(double t) -> double {
    auto decay = 0.0;
    for (auto j = 0; j != modes; ++j) {
      auto const w = frequency(j);
      decay += 2 * pull() * pull() / std::tanh(w / 2 / temperature) * (1 - std::cos(w * t)) / w;
    }
    return std::cos(2 * energy * t) * std::exp(-decay);
  }

 private:
  static constexpr auto energy = 0.5;
  static constexpr auto temperature = 1.0;
  static constexpr auto reorganization = 0.005;
  static constexpr auto middle_frequency = 0.1;
  static constexpr auto modes = 100;
  static constexpr auto step = 0.1;
  static constexpr auto steps = 5;  // from one time to the next
  static constexpr auto times = 40;

  // Oscillators are w q + i p: they turn about a middle that the spin moves.
  using mode_numbers = std::array<std::complex<double>, modes>;

  static auto frequency(int j) -> double {
    return middle_frequency * std::tan((j + 0.5) * std::numbers::pi / (2 * modes));
  }

  // c / w, the same for each.
  static auto pull() -> double { return std::sqrt(2 * reorganization / modes); }

  auto drawn(dlp::random_stream& draw) const -> mode_numbers {
    auto normal = boost::random::normal_distribution<double>();
    auto bath = mode_numbers();
    for (auto j = 0; j != modes; ++j) {
      auto const wq = deviation_[j] * normal(draw);
      auto const p = deviation_[j] * normal(draw);
      bath[j] = {wq, p};
    }
    return bath;
  }

  double coupling_;
  std::array<double, modes> deviation_ = {};
  mode_numbers turn_ = {};
  mode_numbers half_turn_ = {};
};
