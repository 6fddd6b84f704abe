// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace scale {

/// What examples cost, by a rule: ranks that share one memory have no room for a list each.
class examples {
 public:
  /// `kind`: constant, exponential or lognormal (sigma 1.5).
  /// Throws: std::invalid_argument for another one.
  examples(std::string const& kind, double mean_seconds, std::uint64_t seed);

  /// The seconds that an example takes; the same on every rank.
  [[nodiscard]] auto cost(std::uint64_t index) const -> double;

 private:
  double (*shape_)(double uniform, double other_uniform);
  double mean_;
  std::uint64_t seed_;
};

/// The end of the last example when each of `ranks` ranks, the moment it is free, takes the next of
/// them, and nothing else takes any time.
[[nodiscard]] auto list_scheduling(std::vector<double> const& costs, std::uint64_t ranks) -> double;

}  // namespace scale
