// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <map>
#include <string>
#include <vector>

#include <boost/serialization/map.hpp>
#include <boost/serialization/nvp.hpp>
#include <boost/serialization/string.hpp>
#include <boost/serialization/vector.hpp>

#include <dlp/task/attribute.hpp>

namespace dlp {

/// A result that is an array along something of its own: `dlp::labelled{"t", times, values}` lies
/// along t, where its coordinates are the times.
template <class Coordinates = std::vector<double>, class Values = Coordinates>
struct labelled {
  std::string dimension = {};                        ///< what it lies along
  Coordinates coordinates = {};                      ///< as many as there are values
  Values values = {};                                ///< what the cell has computed
  std::string unit = {};                             ///< of the values
  std::string coordinate_unit = {};                  ///< of the coordinates
  std::map<std::string, attribute> attributes = {};  ///< what else is to be said of the values

  /// For the archives of Boost.Serialization.
  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive& BOOST_SERIALIZATION_NVP(dimension) & BOOST_SERIALIZATION_NVP(coordinates) &
        BOOST_SERIALIZATION_NVP(values) & BOOST_SERIALIZATION_NVP(unit) &
        BOOST_SERIALIZATION_NVP(coordinate_unit) & BOOST_SERIALIZATION_NVP(attributes);
  }
};

/// Of its coordinates and values.
template <class Coordinates, class Values>
labelled(std::string, Coordinates, Values, std::string = "", std::string = "",
         std::map<std::string, attribute> = {}) -> labelled<Coordinates, Values>;

}  // namespace dlp
