// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ostream>
#include <vector>

#include "comparison.hpp"

namespace benchmark {

/// Says what the columns of the tables are.
void print_legend(plan const& what);

/// One workload's table, on the terminal.
void print(plan const& what, comparison const& seen);

/// All of it, a line for each workload and strategy; times are seconds.
void write_csv(std::ostream& out, plan const& what, std::vector<comparison> const& all);

}  // namespace benchmark
