// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace benchmark {

using generator = std::vector<double> (*)(std::size_t n, std::uint64_t seed);

/// How the costs of examples are spread.
struct workload {
  std::string name;
  std::string what;
  generator shape;  ///< n costs in any unit
};

[[nodiscard]] auto workloads() -> std::vector<workload>;

/// The costs of n examples, in seconds, the same on every rank; their mean is exactly `mean`, so
/// that a strategy has the same work to share out under every workload.
[[nodiscard]] auto costs_of(workload const& kind, std::size_t n, double mean, std::uint64_t seed)
    -> std::vector<double>;

}  // namespace benchmark
