// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <source_location>

#include <dispatch/pace/pace.hpp>

namespace dlp::detail {

/// What a loop goes by until its own examples have told more.
struct earlier_pace {
  pace of;
  index_t examples = 0;  ///< of the loop that it was measured in
};

/// The pace of the loop that was last run by this process on the same line of the program, with
/// results or without, as in a step of time before; none where there was none, or no line is known.
/// It counts as one example and one round trip.
[[nodiscard]] auto earlier_pace_at(std::source_location where, bool has_results)
    -> std::optional<earlier_pace>;

/// Notes it for the next loop there. Any thread may.
void note_pace_at(std::source_location where, bool has_results, pace const& of, index_t examples);

}  // namespace dlp::detail
