// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <string>

namespace dlp::detail {

/// Throws: usage_error for a file whose suffix is of no format that is drawn in.
void require_picture(std::filesystem::path const& file);

/// Has gnuplot draw by these commands into a file, in the format of its suffix; all of it or
/// nothing. Where there is no gnuplot, the commands are written beside the file, as `x.gp` for
/// `x.svg`. The name of what is written. Throws: usage_error as above, and where there would be
/// another file in the place of the commands; dlp::error where nothing can be written, or gnuplot
/// fails.
[[nodiscard]] auto draw_plot(std::string const& script, std::filesystem::path const& file)
    -> std::filesystem::path;

}  // namespace dlp::detail
