// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

#include <dispatch/report/assessment.hpp>

namespace dlp::detail {

/// The report as an object of JSON in one line, without its end: docs/reference/report.schema.json
/// says what is in it.
[[nodiscard]] auto report_json(loop_record const& record, assessment const& of) -> std::string;

/// The word for a cause, as "slow_root".
[[nodiscard]] auto name_of(cause what) -> std::string_view;

}  // namespace dlp::detail
