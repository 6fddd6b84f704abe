// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <boost/random/uniform_01.hpp>

#include <dlp/core/random_stream.hpp>

namespace dlp_test {

/// A trajectory whose mean is π: 4 where a point in the square lies in the circle, else 0.
inline auto point_in_circle(dlp::random_stream& draw) -> double {
  auto uniform = boost::random::uniform_01<double>();
  auto const x = uniform(draw);
  auto const y = uniform(draw);
  return x * x + y * y < 1 ? 4 : 0;
}

}  // namespace dlp_test
