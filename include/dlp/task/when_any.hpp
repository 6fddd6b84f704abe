// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <cstddef>
#include <memory>
#include <utility>

#include <dlp/core/error.hpp>
#include <dlp/task/future.hpp>
#include <dlp/task/future_range.hpp>
#include <dlp/task/when_all.hpp>

namespace dlp {

/// The first of several futures to be ready.
template <class R>
struct any_of {
  std::size_t index = 0;              ///< of the future in its range
  detail::value_among<R> value = {};  ///< `std::monostate` where it is void
};

/// The future of the first value to be there, which it takes; where the first to be ready has
/// failed, it fails as that. The others stay as they are, and can be waited for. To cancel it
/// cancels those whose calls have not been handed out.
/// Throws: usage_error where there are none, or one of them is of no call.
template <future_range Range>
[[nodiscard]] auto when_any(Range&& futures) -> future<any_of<detail::result_in<Range>>> {
  using any = any_of<detail::result_in<Range>>;
  auto const states = detail::states_of(futures);
  if (states.empty()) throw usage_error("dlp: when_any of no futures: none will be the first");
  auto combined = std::make_shared<detail::result_state<any>>(detail::pool_of(states));
  combined->on_cancel(detail::cancelling(states));
  for (auto index = std::size_t{0}; index != states.size(); ++index) {
    states[index]->when_ready([combined, its = states[index].get(), index] {
      if (combined->ready()) return;
      detail::set_by(combined, [&] { return any{index, detail::take_among(*its)}; });
    });
  }
  return future<any>(std::move(combined));
}

/// Refuses what is no range of futures.
template <detail::no_futures Other>
auto when_any(Other&&) {
  static_assert(future_range<Other>, "dlp: when_any takes a range of futures");
  return future<any_of<void>>();
}

}  // namespace dlp
