// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

#include <report/pictures/drawn_run.hpp>

namespace dlp::detail {

/// All that a file says, as one page of HTML that needs nothing else: no script, no other file. It
/// is well-formed XML, too. `name`: what the file is called.
[[nodiscard]] auto report_page(drawn_run const& run, std::string_view name) -> std::string;

/// In a few lines for a terminal: each loop, its numbers, its verdict.
[[nodiscard]] auto report_lines(drawn_run const& run) -> std::string;

}  // namespace dlp::detail
