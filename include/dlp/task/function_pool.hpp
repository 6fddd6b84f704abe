// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <concepts>
#include <functional>
#include <memory>
#include <ranges>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <dlp/core/type_name.hpp>
#include <dlp/task/argument.hpp>
#include <dlp/task/basic_pool.hpp>
#include <dlp/task/future.hpp>
#include <dlp/task/pool_map.hpp>
#include <dlp/task/unordered_results.hpp>

namespace dlp {

template <class Signature>
class function_pool;

/// A pool whose workers all run one function, which every rank has made for itself: it may capture
/// what its rank has, by reference too, and nothing of it travels. What samplers want:
///
///   dlp::function_pool<double(point)> pool([&](point const& p) { return loglike(data, p); });
///   if (pool.is_root()) sample([&](auto const& walkers) { return pool.map(walkers); });
///   pool.shutdown();
///
/// Parallel: the function runs on every rank but the root, or where there is one rank alone, on it,
/// when a result is waited for.
/// Communicates: one message to a worker for each call, or each chunk of a map, with the arguments,
/// and one back with the results.
/// Collective: the constructor, on every rank of the communicator. On a worker it returns when the
/// root has shut the pool down.
template <class R, class... A>
class function_pool<R(A...)> : public basic_pool {
 public:
  /// Opens the pool.
  /// Throws: usage_error; disagreement; on a worker a task_error where the root leaves by an
  /// exception.
  template <class F>
    requires std::invocable<F&, std::remove_cvref_t<A>...>
  explicit function_pool(F f, pool_options options = {})
      : basic_pool("function_pool of " + detail::type_name<R(A...)>(), options,
                   doer_of(std::move(f))) {}

  /// Submits a call.
  /// Throws: usage_error on a worker, and after the end; broken_pool; what the arguments'
  /// `serialize` throws.
  auto operator()(std::remove_cvref_t<A> const&... arguments) -> future<R> {
    return submit(submit_options(), arguments...);
  }
  /// The same.
  auto submit(std::remove_cvref_t<A> const&... arguments) -> future<R> {
    return submit(submit_options(), arguments...);
  }
  /// The same with options.
  auto submit(submit_options const& options, std::remove_cvref_t<A> const&... arguments)
      -> future<R> {
    return detail::submit_call<R>(
        pool(), [&](bytes& frame) { (detail::put_argument(frame, arguments), ...); }, options);
  }

  /// The results of the function on each element, in their order; on the root.
  /// Throws: what the first call in the order of the elements that has failed has thrown;
  /// cancelled_error; timed_out; broken_pool; what the range throws.
  template <std::ranges::input_range Range>
    requires(sizeof...(A) == 1)
  auto map(Range&& range, pool_map_options const& options = {}) {
    return detail::map_in_pool<R>(pool(), std::forward<Range>(range), frame_of_one, options);
  }
  /// Refuses a function of several arguments.
  template <std::ranges::input_range Range>
  auto map(Range&&, pool_map_options const& = {}) {
    static_assert(sizeof...(A) == 1,
                  "dlp: the function of this pool is called with several arguments, or none: "
                  "starmap takes a range of tuples");
    return std::vector<detail::kept<R>>();
  }
  /// The same where an element is a tuple of the arguments.
  template <std::ranges::input_range Range>
  auto starmap(Range&& range, pool_map_options const& options = {}) {
    return detail::map_in_pool<R>(pool(), std::forward<Range>(range), frame_of_many, options);
  }
  /// The results in the order of their arrival.
  template <std::ranges::input_range Range>
    requires(sizeof...(A) == 1)
  [[nodiscard]] auto map_unordered(Range&& range, pool_map_options const& options = {})
      -> unordered_results<R> {
    return detail::map_unordered_in_pool<R>(pool(), std::forward<Range>(range), frame_of_one,
                                            options);
  }

 private:
  static constexpr auto frame_of_many = [](bytes& to, auto const& tuple) {
    std::apply(
        [&](auto const&... one) { (detail::put_argument<std::remove_cvref_t<A>>(to, one), ...); },
        tuple);
  };
  static constexpr auto frame_of_one = [](bytes& to, auto const& one) {
    frame_of_many(to, std::tie(one));
  };

  template <class F>
  static auto doer_of(F f) -> detail::task_pool::doer {
    auto const shared = std::make_shared<F>(std::move(f));  // it may not be copyable
    return [shared](std::span<std::byte const> frame, bytes& left, int rank) {
      detail::leave_by(left, rank, [&](bytes& to) {
        [[maybe_unused]] auto from = detail::byte_reader(frame);
        auto arguments = std::tuple<std::remove_cvref_t<A>...>{
            // braces: from left to right
            detail::take_argument<std::remove_cvref_t<A>>(from)...};
        if constexpr (std::is_void_v<R>)
          std::apply(*shared, std::move(arguments));
        else
          detail::pack(to, static_cast<detail::kept<R>>(std::apply(*shared, std::move(arguments))));
      });
    };
  }
};

}  // namespace dlp
