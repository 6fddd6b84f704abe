// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string_view>

#include <boost/property_tree/ptree_fwd.hpp>

namespace dlp::detail {

/// The object of JSON that a line is; none where it is cut, or something else. What is nested
/// deeper than anything that dlp writes is something else, too. Boost.PropertyTree reads it, which
/// all of it is there with Boost: it would not do for a large file, but dlp writes lines.
[[nodiscard]] auto object_in(std::string_view line) -> std::optional<boost::property_tree::ptree>;

}  // namespace dlp::detail
