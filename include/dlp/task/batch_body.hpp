// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <type_traits>
#include <utility>

#include <dlp/core/accumulator.hpp>
#include <dlp/core/index_range.hpp>
#include <dlp/core/random_stream.hpp>
#include <dlp/task/checked_accumulator.hpp>
#include <dlp/task/trajectory.hpp>
#include <dlp/task/trajectory_seeds.hpp>

namespace dlp::detail {

/// What a body is called with: the random numbers of a trajectory, a trajectory, or a batch and the
/// accumulator. One that takes a copy of that, or may not change it, would lose its values.
template <class F>
concept takes_stream = std::is_invocable_v<F&, random_stream&>;
template <class F, class A>
concept takes_batch =
    std::is_invocable_v<F&, batch const&, A&> && !std::is_invocable_v<F&, batch const&, A>;
template <class F, class A>
concept takes_trajectory =
    !takes_stream<F> && !takes_batch<F, A> && std::is_invocable_v<F&, trajectory&>;

/// What it returns for a trajectory.
template <class F, class A>
decltype(auto) call_trajectory(F& body, trajectory_seeds const& seeds, index_t index) {
  auto const seed = seeds.seed_of(index);
  auto stream = random_stream(seed, seeds.stream_index_of(index));
  if constexpr (takes_stream<F>) {
    return std::invoke(body, stream);
  } else {
    auto one = trajectory{index, seed, stream};
    return std::invoke(body, one);
  }
}

/// Checks the body of `batches` with such an accumulator, as checked_accumulator does.
template <class F, class A>
struct checked_batch_body {
  static constexpr auto by_batch = takes_batch<F, A>;
  static constexpr auto callable = by_batch || takes_stream<F> || takes_trajectory<F, A>;
  static constexpr auto returns = [] {
    if constexpr (by_batch || !callable)
      return true;
    else
      return !std::is_void_v<decltype(call_trajectory<F, A>(std::declval<F&>(), {}, 0))>;
  }();
  static constexpr auto fits = [] {
    if constexpr (by_batch || !callable || !returns)
      return true;
    else
      return takes_value<A, decltype(call_trajectory<F, A>(std::declval<F&>(), {}, 0))>;
  }();
  static_assert(
      callable,
      "dlp::batches: the body takes a dlp::random_stream&, a dlp::trajectory const&, or a "
      "dlp::batch const& and the accumulator by reference, which is not const");
  static_assert(returns,
                "dlp::batches: the body returns what the accumulator takes of a trajectory; this "
                "one returns nothing");
  static_assert(fits,
                "dlp::batches: the accumulator takes what the body returns neither by a(value) nor "
                "by a.add(value)");
  static constexpr auto right = callable && returns && fits;
};

/// Computes trajectories into an accumulator; `at` is where it is when the body throws.
template <class F, class A>
void compute_batch(F& body, trajectory_seeds const& seeds, A& into, index_range which,
                   index_range& at) {
  at = which;
  if constexpr (takes_batch<F, A>) {
    std::invoke(body, batch(seeds, which), into);
  } else {
    auto index = which.first;
    try {
      for (; index != which.last; ++index) {
        dlp::detail::put_in(into, call_trajectory<F, A>(body, seeds, index));
      }
    } catch (...) {
      at = {index, index + 1};
      throw;
    }
  }
}

}  // namespace dlp::detail
