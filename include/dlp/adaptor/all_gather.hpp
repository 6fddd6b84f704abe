// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <vector>

#include <dlp/adaptor/gather.hpp>

namespace dlp {

/// Every rank's value, by rank, on every rank.
///
/// Communicates: an agreement, which carries up to 32 KiB itself; more by a broadcast of all
/// values, where each has at most 4 KiB, else from rank to rank in a ring. Collective: every rank
/// of the communicator. Whoever waits, sleeps. Throws: usage_error; disagreement; task_error on
/// every rank where a value could not be sent.
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
