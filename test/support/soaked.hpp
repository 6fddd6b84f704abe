// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <concepts>
#include <cstdlib>
#include <type_traits>

namespace dlp_test {

/// How many rounds a test takes where it takes `count` by day: DLP_TEST_SOAK=x takes x times as
/// many, but no fewer than `least`.
template <std::integral Count>
auto soaked(Count count, std::type_identity_t<Count> least = 1) -> Count {
  auto const* const soak = std::getenv("DLP_TEST_SOAK");
  auto const asked = static_cast<double>(count) * (soak != nullptr ? std::atof(soak) : 1);
  return std::max(least, static_cast<Count>(asked));
}

}  // namespace dlp_test
