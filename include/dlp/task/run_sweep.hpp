// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <dlp/adaptor/open_loop.hpp>
#include <dlp/task/cell.hpp>
#include <dlp/task/sweep_options.hpp>
#include <dlp/task/table_shape.hpp>

namespace dlp::detail {

class table_data;

/// A sweep, whatever the types of its parameters and of its result are.
struct sweep_plan {
  table_shape shape = {};
  std::string result = {};  ///< the type, in words
  /// Computes a cell, whose hash it adds.
  std::function<std::vector<result_value>(cell at)> compute = {};
  std::function<looped_range(managed_options const&)> range = {};  ///< the grid
};

/// Runs a sweep on all ranks; what it has computed, where this rank gets it.
/// Throws: as `sweep`.
[[nodiscard]] auto run_sweep(sweep_plan const& plan, sweep_options const& options)
    -> std::shared_ptr<table_data const>;

}  // namespace dlp::detail
