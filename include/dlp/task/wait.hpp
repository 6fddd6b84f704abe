// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <cstddef>
#include <memory>
#include <vector>

#include <dlp/core/deadline.hpp>
#include <dlp/task/future_range.hpp>

namespace dlp {

/// How long `wait` waits.
enum class until {
  all,              ///< until all futures are ready
  first_completed,  ///< until one is
  first_exception,  ///< until one has failed, or all are ready
};

/// Which of the futures of a range are ready, and which are not, by their indices.
struct waited {
  std::vector<std::size_t> done = {};      ///< those that are
  std::vector<std::size_t> not_done = {};  ///< those that are not
};

namespace detail {

auto wait_for(std::vector<std::shared_ptr<call_state>> const& all, until what, deadline latest)
    -> waited;

}  // namespace detail

/// Waits for futures, and says which are ready; at the deadline, a duration or a point of time,
/// too. With 0 it looks once and does not wait. Throws: usage_error where one is of no call, or
/// nothing can make it ready.
template <future_range Range>
auto wait(Range&& futures, until what = until::all, deadline latest = {}) -> waited {
  auto const states = detail::states_of(futures);
  return detail::wait_for({states.begin(), states.end()}, what, latest);
}

/// Refuses what is no range of futures.
template <detail::no_futures Other>
auto wait(Other&&, until = {}, deadline = {}) -> waited {
  static_assert(future_range<Other>, "dlp: wait takes a range of futures");
  return {};
}

}  // namespace dlp
