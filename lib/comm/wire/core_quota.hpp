// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>

namespace dlp::detail {

/// How many cores the control groups of this process let it have at a time, as those of a container
/// or a job: 1.5, or infinity where nothing limits it. A group within another has the smallest of
/// both. `membership` is as /proc/self/cgroup, `mounted` has what is in /sys/fs/cgroup, of either
/// version.
[[nodiscard]] auto core_quota(std::filesystem::path const& membership = "/proc/self/cgroup",
                              std::filesystem::path const& mounted = "/sys/fs/cgroup") -> double;

}  // namespace dlp::detail
