// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <concepts>
#include <exception>
#include <functional>
#include <ranges>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <dlp/adaptor/count.hpp>
#include <dlp/task/basic_pool.hpp>
#include <dlp/task/bind_front.hpp>
#include <dlp/task/call_frame.hpp>
#include <dlp/task/future.hpp>
#include <dlp/task/pool_map.hpp>
#include <dlp/task/unordered_results.hpp>

namespace dlp {
namespace detail {

/// The call of `F` with an element of a range, or with the parts of one.
template <class F, class Element>
using call_with_element = call_frame<std::decay_t<F>, argument_of<Element>>;
template <class F, class Tuple>
struct call_with_parts;
template <class F, class Tuple>
  requires requires { std::tuple_size<std::remove_cvref_t<Tuple>>::value; }
struct call_with_parts<F, Tuple> {
  template <std::size_t... I>
  static auto of(std::index_sequence<I...>)
      -> call_frame<std::decay_t<F>,
                    argument_of<std::tuple_element_t<I, std::remove_cvref_t<Tuple>>>...>;
  using type =
      decltype(of(std::make_index_sequence<std::tuple_size_v<std::remove_cvref_t<Tuple>>>()));
};

}  // namespace detail

/// A pool of workers that do any call: the root submits it, whoever is free makes it, and a future
/// gets its result.
///
///   dlp::executor::run([](dlp::executor& pool) {
///     auto answer = pool.submit(compute, 6, 7);
///     auto const all = pool.map(compute_one, inputs);
///     std::cout << answer.get() << '\n';
///   });
///
/// A call travels as the address of its code, and copies of its arguments. What may be called:
/// functions, member functions, lambdas without captures, function objects whose values can travel,
/// and what `bind_front` makes of these. All ranks run the same program.
///
/// Parallel: calls run on every rank but the root, each on one; where there is one rank alone, on
/// it, in their order, when a result is waited for.
/// Communicates: one message to a worker for each call, or each chunk of a map, with the arguments,
/// and one back with the results.
/// Collective: the constructor, on every rank of the communicator. On a worker it returns when the
/// root has shut the pool down.
class executor : public basic_pool {
 public:
  /// Opens the pool.
  /// Throws: usage_error; disagreement, also where the ranks run different programs; on a worker a
  /// task_error where the root leaves by an exception.
  explicit executor(pool_options const& options = {});

  /// Calls `body(pool)` on the root, while the others work, and shuts the pool down.
  /// Collective: every rank of the communicator.
  /// Throws: as the constructor; on the root what `body` throws.
  template <std::invocable<executor&> Body>
  static void run(Body body, pool_options const& options = {}) {
    auto pool = executor(options);
    if (!pool.is_root()) return;
    try {
      std::invoke(body, pool);
    } catch (...) {
      pool.leave_with_current_exception();
      throw;
    }
    pool.shutdown();
  }

  /// Submits the call f(arguments…).
  /// Throws: usage_error on a worker, and after the end; broken_pool; what the `serialize` of an
  /// argument throws.
  template <class F, class... A>
    requires(!std::same_as<std::remove_cvref_t<F>, submit_options>)
  auto submit(F&& f, A&&... arguments) {
    return submit(submit_options(), std::forward<F>(f), std::forward<A>(arguments)...);
  }
  /// The same with options.
  template <class F, class... A>
  auto submit(submit_options const& options, F&& f, A&&... arguments) {
    using call = detail::call_frame_of<F, A...>;
    return detail::submit_call<typename call::result>(
        pool(), [&](bytes& frame) { call::put(frame, f, arguments...); }, options);
  }

  /// A future for each element x of the range: of the call f(x), each submitted by itself.
  /// Throws: as `submit`.
  template <class F, std::ranges::input_range Range>
  auto submit_batch(F const& f, Range&& range, submit_options const& options = {}) {
    auto all = std::vector<decltype(submit(options, f, *std::ranges::begin(range)))>();
    for (auto&& one : range) all.push_back(submit(options, f, one));
    return all;
  }

  /// The results of f on each element, in their order; on the root.
  /// Throws: what the first call in the order of the elements that has failed has thrown;
  /// cancelled_error; timed_out; broken_pool; what the range throws.
  template <class F, class Range>
    requires detail::examples<Range>
  auto map(F f, Range&& range, pool_map_options const& options = {}) {
    using call = detail::call_with_element<F, element<Range>>;
    return detail::map_in_pool<typename call::result>(pool(),
                                                      detail::as_range(std::forward<Range>(range)),
                                                      frame_of_one<call>(std::move(f)), options);
  }
  /// Refuses the two in the wrong order.
  template <class Range, class F>
    requires(detail::examples<Range> && !detail::examples_or_value<F>)
  auto map(Range&&, F const&, pool_map_options const& = {}) {
    static_assert(!detail::examples<Range>,
                  "dlp: in a map the function comes first and then the range: pool.map(f, xs)");
    return std::vector<int>();
  }
  /// The same where f is called with the parts of each element, which is a tuple.
  template <class F, class Range>
    requires detail::examples<Range>
  auto starmap(F f, Range&& range, pool_map_options const& options = {}) {
    using call = typename detail::call_with_parts<F, element<Range>>::type;
    auto frame = [f = std::move(f)](bytes& to, auto const& tuple) {
      std::apply([&](auto const&... one) { call::put(to, f, one...); }, tuple);
    };
    return detail::map_in_pool<typename call::result>(
        pool(), detail::as_range(std::forward<Range>(range)), std::move(frame), options);
  }
  /// The results in the order of their arrival; `.index()` of an iterator says of which element.
  template <class F, class Range>
    requires detail::examples<Range>
  [[nodiscard]] auto map_unordered(F f, Range&& range, pool_map_options const& options = {}) {
    using call = detail::call_with_element<F, element<Range>>;
    return detail::map_unordered_in_pool<typename call::result>(
        pool(), detail::as_range(std::forward<Range>(range)), frame_of_one<call>(std::move(f)),
        options);
  }

 private:
  template <class Range>
  using element = std::ranges::range_reference_t<detail::range_of<Range>>;

  template <class Call, class F>
  static auto frame_of_one(F f) {
    return [f = std::move(f)](bytes& to, auto const& one) { Call::put(to, f, one); };
  }
};

}  // namespace dlp
