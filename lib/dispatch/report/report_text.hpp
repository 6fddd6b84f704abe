// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include <dispatch/report/assessment.hpp>

namespace dlp::detail {

/// What a person reads after a loop: at most 15 lines, each with its end.
[[nodiscard]] auto report_text(loop_record const& record, assessment const& of) -> std::string;

}  // namespace dlp::detail
