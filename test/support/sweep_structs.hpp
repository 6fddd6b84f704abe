// SPDX-License-Identifier: BSL-1.0
//
// Structs of results and of parameters, as programs with sweeps have them.
#pragma once

#include <complex>
#include <string>
#include <vector>

#include <boost/serialization/base_object.hpp>
#include <boost/serialization/complex.hpp>
#include <boost/serialization/nvp.hpp>
#include <boost/serialization/split_member.hpp>
#include <boost/serialization/string.hpp>
#include <boost/serialization/vector.hpp>

namespace dlp_test {

struct peak {
  double at = 0;
  double width = 0;

  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive& BOOST_SERIALIZATION_NVP(at) & BOOST_SERIALIZATION_NVP(width);
  }
  friend auto operator==(peak const&, peak const&) -> bool = default;
};

struct swing {
  double energy = 0;
  int steps = 0;
  bool stable = false;
  std::complex<double> amplitude = {};
  std::string note = {};
  std::vector<double> trace = {};
  peak main = {};

  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive& BOOST_SERIALIZATION_NVP(energy) & BOOST_SERIALIZATION_NVP(steps) &
        BOOST_SERIALIZATION_NVP(stable) & BOOST_SERIALIZATION_NVP(amplitude) &
        BOOST_SERIALIZATION_NVP(note) & BOOST_SERIALIZATION_NVP(trace) &
        BOOST_SERIALIZATION_NVP(main);
  }
  friend auto operator==(swing const&, swing const&) -> bool = default;
};

/// Inherits a column, and saves and loads apart.
struct heir : peak {
  float height = 0;

  template <class Archive>
  void save(Archive& archive, unsigned) const {
    archive << BOOST_SERIALIZATION_BASE_OBJECT_NVP(peak) << BOOST_SERIALIZATION_NVP(height);
  }
  template <class Archive>
  void load(Archive& archive, unsigned) {
    archive >> BOOST_SERIALIZATION_BASE_OBJECT_NVP(peak) >> BOOST_SERIALIZATION_NVP(height);
  }
  BOOST_SERIALIZATION_SPLIT_MEMBER()
};

/// Parameters.
struct setting {
  double gamma = 0.25;
  double omega = 1;
  std::string solver = "rk4";
  int unnamed = 7;

  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive& BOOST_SERIALIZATION_NVP(gamma) & BOOST_SERIALIZATION_NVP(omega) &
        BOOST_SERIALIZATION_NVP(solver);
  }
};

}  // namespace dlp_test
