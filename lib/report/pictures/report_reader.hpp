// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>

#include <boost/property_tree/ptree_fwd.hpp>

#include <report/pictures/drawn_run.hpp>

namespace dlp::detail {

/// The loop that a line of a report is of; none where it is no report, or its numbers are none.
/// Reports of earlier releases have no outline: then there are no spans and no costs.
[[nodiscard]] auto loop_of_report(boost::property_tree::ptree const& object)
    -> std::optional<drawn_loop>;

}  // namespace dlp::detail
