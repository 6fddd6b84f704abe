// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

namespace benchmark {

/// Whether gnuplot is there and runs.
[[nodiscard]] auto has_gnuplot() -> bool;

/// Has gnuplot run a script, and says whether it could; gnuplot itself says on stderr why not.
[[nodiscard]] auto plot(std::string const& script) -> bool;

}  // namespace benchmark
