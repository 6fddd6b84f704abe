// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dlp::detail {

/// Whether a launcher of MPI tells a rank by this variable who it is. A child that had it would
/// take itself for that rank.
[[nodiscard]] auto is_of_a_rank(std::string_view variable) -> bool;

/// The variables of this process but for those, and these, as "NAME=value".
[[nodiscard]] auto environment_of_child(std::vector<std::string> more) -> std::vector<std::string>;

}  // namespace dlp::detail
