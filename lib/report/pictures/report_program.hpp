// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <istream>
#include <ostream>
#include <span>
#include <string>

namespace dlp::detail {

/// All of the program `dlp-report`, but for its main: draws what the arguments ask for of a file,
/// or of `in` where that is "-", says what came of it to `out`, and what is wrong in one line to
/// `err`. The code that the program ends with: 0; 1 where the file does not allow it, 2 where the
/// arguments do not.
[[nodiscard]] auto run_report_program(std::span<std::string const> arguments, std::istream& in,
                                      std::ostream& out, std::ostream& err) -> int;

}  // namespace dlp::detail
