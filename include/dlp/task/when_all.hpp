// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <functional>
#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <dlp/task/future.hpp>
#include <dlp/task/future_range.hpp>

namespace dlp {
namespace detail {

/// What has no value stands for itself among others.
template <class R>
using value_among = std::conditional_t<std::is_void_v<R>, std::monostate, R>;

template <class R>
auto take_among(result_state<R>& state) -> value_among<R> {
  if constexpr (std::is_void_v<R>)
    return static_cast<void>(state.take()), std::monostate();
  else
    return state.take();
}

/// Has `set()` called when all members are ready; when the first of them fails, `combined` does.
void gather(std::vector<std::shared_ptr<call_state>> const& members,
            std::shared_ptr<call_state> const& combined, std::function<void()> set);

}  // namespace detail

/// The future of all values, in the order of the futures, which it takes when all are there; what
/// is void is a `std::monostate`. It fails as soon as one of them does, and the others go on. To
/// cancel it cancels those whose calls have not been handed out. Of no futures it is ready.
/// Throws: usage_error where one of them is of no call.
template <future_range Range>
[[nodiscard]] auto when_all(Range&& futures)
    -> future<std::vector<detail::value_among<detail::result_in<Range>>>> {
  using values = std::vector<detail::value_among<detail::result_in<Range>>>;
  auto const states = detail::states_of(futures);
  auto combined = std::make_shared<detail::result_state<values>>(detail::pool_of(states));
  detail::gather({states.begin(), states.end()}, combined, [states, its = combined.get()] {
    auto all = values();
    all.reserve(states.size());
    for (auto const& one : states) all.push_back(detail::take_among(*one));
    its->set(std::move(all));
  });
  return future<values>(std::move(combined));
}

/// Refuses what is neither a future nor a range of them.
template <detail::no_futures Other>
auto when_all(Other&&) {
  static_assert(future_range<Other>, "dlp: when_all takes futures, or a range of them");
  return future<void>();
}

/// The same of futures of several types, as a tuple.
template <class... R>
[[nodiscard]] auto when_all(future<R> const&... futures)
    -> future<std::tuple<detail::value_among<R>...>> {
  using values = std::tuple<detail::value_among<R>...>;
  auto const states = std::tuple(futures.state()...);
  auto const members = std::vector<std::shared_ptr<detail::call_state>>{futures.state()...};
  auto combined = std::make_shared<detail::result_state<values>>(detail::pool_of(members));
  detail::gather(members, combined, [states, its = combined.get()] {
    its->set(
        std::apply([](auto const&... one) { return values{detail::take_among(*one)...}; }, states));
  });
  return future<values>(std::move(combined));
}

}  // namespace dlp
