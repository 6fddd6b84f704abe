// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <vector>

namespace dlp::detail {

/// Where the ranks of a job keep what becomes this file, and which of the files there is whose.
[[nodiscard]] auto parts_folder(std::filesystem::path const& file) -> std::filesystem::path;
[[nodiscard]] auto part_file(std::filesystem::path const& file, int rank) -> std::filesystem::path;

/// Makes the file of the parts of so many ranks, and removes these. Parts that were last written
/// before `opened`, as those of an earlier job that was killed, are as good as none. Times are
/// counted from the first event, by the clock of the host of rank 0. The ranks whose parts are not
/// there. Throws: std::system_error where it cannot; then the parts stay.
[[nodiscard]] auto merge_trace(std::filesystem::path const& file, int ranks,
                               std::filesystem::file_time_type opened =
                                   std::filesystem::file_time_type::min()) -> std::vector<int>;

}  // namespace dlp::detail
