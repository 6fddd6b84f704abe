// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <array>
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <ranges>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <dlp/task/grid.hpp>
#include <dlp/task/grid_parts.hpp>

namespace dlp {

/// The grid of all combinations of the values of axes, of which that of the last varies fastest:
/// `dlp::product(dlp::axis("gamma", {0.1, 0.2}), dlp::axis("solver", {"rk4", "euler"}))`. What a
/// `zip` makes is a part as an axis is.
///
/// Parallel: nothing. Communicates: nothing. Collective: no. Throws: usage_error where two axes
/// have one name, a part has a `where`, or the cells are 2^63 or more.
template <class... Parts>
  requires(detail::axis_like<Parts> || ...)
[[nodiscard]] auto product(Parts const&... parts) {
  if constexpr (detail::checked_parts<Parts...>::right)
    return detail::grid_parts::product(parts...);
}
/// The same of grids alone: it is one, and no product of ranges.
template <class First, class... Rest>
  requires(detail::is_grid<std::remove_cvref_t<First>> &&
           (detail::is_grid<std::remove_cvref_t<Rest>> && ...))
[[nodiscard]] auto product(First&& first, Rest&&... rest) {
  if constexpr (detail::checked_parts<std::remove_cvref_t<First>,
                                      std::remove_cvref_t<Rest>...>::right)
    return detail::grid_parts::product(first, rest...);
}

/// The grid of axes that go together: its cells have the first value of each, then the second of
/// each, and so on.
///
/// Parallel: nothing. Communicates: nothing. Collective: no. Throws: usage_error where two axes
/// have one name, or the number of their values differs.
template <detail::axis_like First, detail::axis_like... Rest>
[[nodiscard]] auto zip(First const& first, Rest const&... rest) {
  if constexpr (detail::checked_parts<First, Rest...>::right) {
    detail::check_lengths(
        {{first.name(), first.values().size()}, {rest.name(), rest.values().size()}...});
    return detail::grid_of(std::tuple(first, rest...),
                           std::array<std::size_t, 1 + sizeof...(Rest)>{});
  }
}

/// The name of a parameter, and its unit: `"gamma"` or `{"gamma", "1/s"}`.
struct axis_name {
  /// With a unit, or without.
  axis_name(char const* called, std::string measured_in = "")
      : name(called), unit(std::move(measured_in)) {}
  /// The same of a text that is computed.
  axis_name(std::string called, std::string measured_in = "")
      : name(std::move(called)), unit(std::move(measured_in)) {}

  std::string name;  ///< of the parameter
  std::string unit;  ///< as "1/s"; empty where it has none
};

/// The grid of these points: tuples with a value of each parameter, as
/// `dlp::points({"gamma", {"omega", "1/s"}}, std::vector{std::tuple(0.1, 1.0), …})`.
///
/// Parallel: nothing. Communicates: nothing. Collective: no. Throws: usage_error where there are no
/// points, or not as many names as values, or two are the same.
template <std::ranges::input_range R>
  requires requires { std::tuple_size<std::ranges::range_value_t<R>>::value; }
[[nodiscard]] auto points(std::initializer_list<axis_name> names, R&& all) {
  using point = std::ranges::range_value_t<R>;
  constexpr auto count = std::tuple_size_v<point>;
  detail::check_count(names.size(), count);
  auto const rows = std::vector<point>(std::ranges::begin(all), std::ranges::end(all));
  return [&]<std::size_t... I>(std::index_sequence<I...>) {
    return zip([&] {
      auto const& [name, unit] = names.begin()[I];
      auto const column = rows | std::views::transform([](point const& one) -> auto const& {
                            return std::get<I>(one);
                          });
      using value = detail::stored_value_t<std::tuple_element_t<I, point>>;
      return detail::axis_from<void, value>({}, name, column, unit);
    }()...);
  }(std::make_index_sequence<count>());
}

}  // namespace dlp
