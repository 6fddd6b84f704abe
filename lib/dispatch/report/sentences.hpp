// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

#include <dispatch/report/assessment.hpp>

namespace dlp::detail {

/// What is said of loops, by the meter and by the report.
[[nodiscard]] auto one_worker_sentence() -> std::string;

/// Of so large a share of their time workers waited for the root, which was busy with results.
[[nodiscard]] auto slow_root_sentence(double share) -> std::string;

/// What a finding means, and what to do.
[[nodiscard]] auto sentence_of(finding const& what, loop_record const& record, assessment const& of)
    -> std::string;

/// What another schedule would have taken, where that tells something: one that is better, or that
/// others are worse. Empty where nothing is known.
[[nodiscard]] auto schedule_sentence(loop_record const& record, assessment const& of)
    -> std::string;

/// One to three sentences, of which none says what another has said.
[[nodiscard]] auto sentences_of(loop_record const& record, assessment const& of)
    -> std::vector<std::string>;

}  // namespace dlp::detail
