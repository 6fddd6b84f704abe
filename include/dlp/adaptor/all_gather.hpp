// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <vector>

#include <dlp/adaptor/gather.hpp>

namespace dlp {

/// Every rank's value, by rank, on every rank.
///
/// Communicates: an agreement, which carries up to 32 KiB itself. Values of more take a second one,
/// that all ranks have room; those of up to 4 KiB (16 MiB over all ranks) go by one broadcast of
/// them together, larger ones from rank to rank in a ring, or each by a broadcast where one has
/// more than four times the mean. Plain values, and vectors and texts of them, go from memory to
/// memory; above 4 KiB without a copy. Collective: every rank of the communicator. Whoever waits,
/// sleeps. Throws: usage_error; disagreement; task_error on every rank where a value could not be
/// sent, or a rank has no room.
template <class T>
[[nodiscard]] auto all_gather(T const& value, collective_options options = {}) -> std::vector<T> {
  if constexpr (detail::travels_whole<T>()) {
    return detail::gather_values(detail::collective_of<T>("all_gather", options), value,
                                 detail::all_gather_in_place);
  } else {
    return {};
  }
}

}  // namespace dlp
