// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <string>
#include <variant>

#include <dlp/schedule/adaptive.hpp>
#include <dlp/schedule/factoring.hpp>
#include <dlp/schedule/fixed.hpp>
#include <dlp/schedule/guided.hpp>
#include <dlp/schedule/trapezoid.hpp>

namespace dlp {

/// How many indices a worker gets at once: one of the rules of this floor.
using schedule = std::variant<adaptive, fixed, guided, factoring, trapezoid>;

/// The size of the next chunk: at least 1, and at most what remains where that is known.
[[nodiscard]] auto next_chunk(schedule const& rule, loop_progress const& loop) -> index_t;

/// The rule in words, as "adaptive" or "guided{4}".
[[nodiscard]] auto to_string(schedule const& rule) -> std::string;

namespace detail {

/// Throws: usage_error when the rule's chunk is 0.
void require_chunk(schedule const& rule);

}  // namespace detail
}  // namespace dlp
