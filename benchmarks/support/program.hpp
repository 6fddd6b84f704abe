// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "options.hpp"

namespace benchmark {

/// A loop that has not visited every example exactly once.
struct wrong_visits : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A figure that is not as good as it is to be.
struct beyond_limit : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A file that cannot be written, or a picture that cannot be drawn.
struct cannot_write : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The main of a benchmark: brings MPI up, reads the command line, and calls `run` on every rank.
///
/// It returns 0 where all is well, 1 for wrong_visits and beyond_limit, 2 for wrong_usage and 3 for
/// cannot_write, which `run` throws on every rank or on none.
[[nodiscard]] auto run_program(int argc, char** argv, std::string const& name,
                               std::vector<option> known,
                               std::function<void(options const&)> const& run) -> int;

/// The last line of a benchmark that has checked what it measured, on the root.
void say_passed();

}  // namespace benchmark
