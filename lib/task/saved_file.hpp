// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <functional>

namespace dlp::detail {

/// Calls `write` with the name of a file beside this one, which then takes its place. `write` says
/// by a std::system_error what is in its way. Throws: dlp::error where that cannot be written; a
/// file that there was stays then.
void save_file(std::filesystem::path const& file,
               std::function<void(std::filesystem::path const& beside)> const& write);

}  // namespace dlp::detail
