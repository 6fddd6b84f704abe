// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <memory>
#include <ranges>
#include <type_traits>
#include <vector>

#include <dlp/task/future.hpp>

namespace dlp {
namespace detail {

template <class T>
struct result_of_future {};
template <class R>
struct result_of_future<future<R>> {
  using type = R;
};

/// A future, or a `std::reference_wrapper` of one.
template <class T>
using future_in = std::remove_cvref_t<std::unwrap_reference_t<std::remove_cvref_t<T>>>;

}  // namespace detail

/// A range of futures of one type, or of `std::reference_wrapper`s of such futures.
template <class Range>
concept future_range = std::ranges::input_range<Range> &&
                       detail::is_future<detail::future_in<std::ranges::range_reference_t<Range>>>;

namespace detail {

/// What is no range of futures, nor a future; it is told in a sentence.
template <class T>
concept no_futures = !future_range<T> && !is_future<std::remove_cvref_t<T>>;

/// What the futures of a range are of.
template <future_range Range>
using result_in = typename result_of_future<future_in<std::ranges::range_reference_t<Range>>>::type;

/// Throws: usage_error where one is of no call, or its value has been taken.
template <future_range Range>
auto states_of(Range&& futures) -> std::vector<std::shared_ptr<result_state<result_in<Range>>>> {
  auto states = std::vector<std::shared_ptr<result_state<result_in<Range>>>>();
  for (future<result_in<Range>> const& one : futures) states.push_back(one.state());
  return states;
}

/// The pool that speaks for several: that of the first.
template <class State>
auto pool_of(std::vector<std::shared_ptr<State>> const& states) -> std::weak_ptr<task_pool> {
  return states.empty() ? std::weak_ptr<task_pool>() : states.front()->pool();
}

/// To cancel what follows from these cancels those that can be.
template <class State>
auto cancelling(std::vector<std::shared_ptr<State>> const& states) -> std::function<void()> {
  auto weak = std::vector<std::weak_ptr<call_state>>(states.begin(), states.end());
  return [weak = std::move(weak)] {
    for (auto const& one : weak) {
      if (auto const its = one.lock()) its->cancel();
    }
  };
}

}  // namespace detail
}  // namespace dlp
