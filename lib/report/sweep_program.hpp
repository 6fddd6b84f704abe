// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <optional>
#include <ostream>
#include <span>
#include <string>

namespace dlp::detail {

/// All of the program `dlp-sweep`, but for its main: does what the arguments ask for, says what
/// came of it to `out`, of which a line has so many columns where it is a terminal, and what is
/// wrong in one line to `err`. The code that the program ends with.
[[nodiscard]] auto run_sweep_program(std::span<std::string const> arguments, std::ostream& out,
                                     std::ostream& err, std::optional<std::size_t> columns = {})
    -> int;

}  // namespace dlp::detail
