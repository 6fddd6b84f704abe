// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <istream>

#include <report/pictures/drawn_run.hpp>

namespace dlp::detail {

/// What DLP_REPORT or DLP_TRACE wrote; it recognises which. Lines that are neither, as the last one
/// of a run that was killed, are left out and counted. Of many loops those that took longest are
/// there with all that is to be drawn of them. Throws: usage_error where there is no report and no
/// timeline in it.
[[nodiscard]] auto read_run(std::istream& from, std::string const& name) -> drawn_run;

/// The same of a file; or of a folder of timelines of ranks, which a run leaves that was killed.
/// Throws: usage_error; dlp::error where it cannot be read.
[[nodiscard]] auto read_run(std::filesystem::path const& file) -> drawn_run;

}  // namespace dlp::detail
