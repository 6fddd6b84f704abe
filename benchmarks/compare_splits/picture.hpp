// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

#include "comparison.hpp"

namespace benchmark {

/// A page for gnuplot: the makespans under every workload, and below them who did which example
/// when, under the workload of that name, one strip for each strategy.
[[nodiscard]] auto picture(std::string const& file, plan const& what,
                           std::vector<comparison> const& all, std::string const& timeline)
    -> std::string;

}  // namespace benchmark
