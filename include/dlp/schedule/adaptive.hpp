// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>

#include <dlp/schedule/progress.hpp>

namespace dlp {

/// Chunks that take a worker the same time, whatever an example costs: as many examples as take 35
/// round trips, by the measured cost of an example and of a round trip, and 3 ms where ranks
/// outnumber cores and each message wakes somebody up. Among thousands of workers 4 us for each of
/// them, so that the manager is asked no more often than it can answer. Never more than
/// ceil(R / 2W) of the R that remain for W workers, which is factoring's guard, nor more than
/// workers have had on average so far: of the first to report, who say what an example costs, the
/// shortest were the quickest. It begins with single examples; one that takes milliseconds travels
/// alone. On a long wire a chunk takes 4 of the worker's own round trips, so that the next one
/// comes before it is through even where examples differ; and neither guard keeps it below 2, for
/// which the worker would else wait, while there are as many for each.
struct adaptive {
  /// The size of the next chunk, which may be more than remains.
  [[nodiscard]] constexpr auto next(loop_progress const& loop) const noexcept -> index_t {
    if (loop.example_seconds <= 0) return 1;
    auto const by_round_trip = std::clamp(35 * loop.round_trip_seconds, 50e-6, 1e-3);
    auto const by_workers = 4e-6 * static_cast<double>(loop.workers);
    auto const on_short_wire = loop.crowded ? 3e-3 : std::max(by_round_trip, by_workers);
    auto const target = std::max(on_short_wire, 4 * loop.wire_seconds);
    // Where nobody knows how many remain, as many as there have been is a fair guess.
    auto const left = loop.total ? loop.remaining : loop.handed_out;
    auto const share = detail::divide_up(left, loop.workers);
    auto const in_trip = detail::at_most(share, 2 * loop.wire_seconds / loop.example_seconds);
    auto const most = std::min(std::max(detail::divide_up(left, 2 * loop.workers), in_trip),
                               std::max({index_t{1}, loop.handed_out / loop.workers, in_trip}));
    return std::max<index_t>(1, detail::at_most(most, target / loop.example_seconds));
  }
};

}  // namespace dlp
