// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace dlp::detail {

/// The median of some numbers, one at least; of an even count the upper one of two.
[[nodiscard]] inline auto middle_of(std::vector<double> values) -> double {
  auto const middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

}  // namespace dlp::detail
