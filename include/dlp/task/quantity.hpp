// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <map>
#include <string>
#include <utility>

#include <boost/serialization/map.hpp>
#include <boost/serialization/nvp.hpp>
#include <boost/serialization/string.hpp>
#include <boost/serialization/vector.hpp>

#include <dlp/task/attribute.hpp>

namespace dlp {

/// A result with its unit: `dlp::quantity<double> energy = {.unit = "J"};` in a struct of results,
/// and then `energy = 1.5`, which leaves the unit as it is. A cell may say more of it, or other
/// things, than the struct does.
template <class T>
struct quantity {
  T value = {};           ///< what the cell has computed
  std::string unit = {};  ///< as "J"
  /// As {"long_name", "kinetic energy"}, or {"tolerance", 1e-9}.
  std::map<std::string, attribute> attributes = {};

  /// Gives it a value.
  auto operator=(T other) -> quantity& {
    value = std::move(other);
    return *this;
  }

  /// For the archives of Boost.Serialization.
  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive& BOOST_SERIALIZATION_NVP(value) & BOOST_SERIALIZATION_NVP(unit) &
        BOOST_SERIALIZATION_NVP(attributes);
  }
};

/// Of its value.
template <class T>
quantity(T, std::string = "", std::map<std::string, attribute> = {}) -> quantity<T>;

}  // namespace dlp
