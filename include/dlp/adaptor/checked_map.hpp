// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ranges>
#include <type_traits>
#include <utility>

#include <dlp/adaptor/count.hpp>
#include <dlp/adaptor/product_element.hpp>

/// @cond dlp/task/feeder.hpp has it
namespace dlp {
template <class T>
class feeder;
}
/// @endcond

namespace dlp::detail {

/// What `f` makes of an example of `V`, as a value.
template <class F, class V>
using map_result = value_of<decltype(call_with(std::declval<F&>(),
                                               std::declval<std::ranges::range_reference_t<V>>()))>;

/// Whether `f` can be called with an example of such a range.
template <class F, class R>
[[nodiscard]] consteval auto takes_examples_of() -> bool {
  if constexpr (examples<R>) {
    return takes_example<F, std::ranges::range_reference_t<range_of<R>>>;
  } else {
    return false;
  }
}

/// Functions that take an example and besides a feeder, which `<dlp/pool.hpp>` has.
template <class F, class R>
concept takes_feeder = std::ranges::input_range<R> && !takes_examples_of<F, R>() &&
                       std::is_invocable_v<F&, value_of<std::ranges::range_reference_t<R>> const&,
                                           feeder<value_of<std::ranges::range_reference_t<R>>>&>;

/// Become whatever feeder a function takes.
struct any_feeder {
  template <class T>
  operator feeder<T>&() const;
};
struct any_feeder_by_value {
  template <class T>
  operator feeder<T>() const;
};

/// Whether `f` takes some feeder besides, though it may be the wrong one, or by value.
template <class F, class R>
[[nodiscard]] consteval auto takes_any_feeder() -> bool {
  if constexpr (examples<R>) {
    using example = value_of<std::ranges::range_reference_t<range_of<R>>> const&;
    return std::is_invocable_v<F&, example, any_feeder> ||
           std::is_invocable_v<F&, example, any_feeder_by_value>;
  } else {
    return false;
  }
}

/// Stands for the result of an `f` that has none.
struct no_result {};

/// What a map with `f` over such a range has for results.
template <class F, class R>
[[nodiscard]] consteval auto result_of_map() {
  if constexpr (takes_examples_of<F, R>())
    return std::type_identity<map_result<F, range_of<R>>>();
  else
    return std::type_identity<no_result>();
}

/// Checks the arguments of a loop with a function. A mistake is one sentence of the compiler's: the
/// caller compiles nothing more where `right` is false. `swapped`: the two in the wrong order.
template <class F, class R>
struct checked_loop {
  static constexpr auto swapped = examples_or_value<F> && !examples_or_value<R>;
  static constexpr auto right = takes_examples_of<F, R>();
  static constexpr auto with_feeder = !right && takes_any_feeder<F, R>();
  static_assert(!with_feeder,
                "dlp: a function with a feeder is called with an example and a dlp::feeder<T>&, "
                "where T is the type of an example, in for_each and map_unordered of "
                "<dlp/pool.hpp>");
  static_assert(right || swapped || with_feeder || !examples<R>,
                "dlp: the function cannot be called with an example of this range");
};

/// The same of a map.
template <class F, class R>
struct checked_map : checked_loop<F, R> {
  static_assert(!checked_map::swapped,
                "dlp: in a map the function comes first and then the range: map(f, xs)");
  using result = typename decltype(result_of_map<F, R>())::type;
  static_assert(!std::is_void_v<result>,
                "dlp: the function of a map returns nothing; dlp::for_each is for that");
  static constexpr auto right = checked_loop<F, R>::right && !std::is_void_v<result>;
};

/// Stands for the function of a map where that is wrong, so that the compiler says no more of it.
struct stand_in {
  auto operator()(auto&&...) const -> int { return 0; }
};

}  // namespace dlp::detail
