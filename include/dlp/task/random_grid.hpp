// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <dlp/task/axis.hpp>
#include <dlp/task/make_grid.hpp>

namespace dlp {

/// A parameter whose values are drawn from `low` to `high`; of integers these are two of them.
/// `dlp::interval` makes it.
template <class T, class S = void>
struct interval_of {
  detail::pointer_to_member_t<T, S> member = {};  ///< as that of an axis
  std::string name;                               ///< what it is called
  T low;                                          ///< the least
  T high;                                         ///< the greatest
  std::string unit = {};                          ///< what it is measured in
};

/// A parameter for `random` and `latin_hypercube`, with its bounds:
/// `dlp::interval("gamma", 0.1, 0.5, "1/s")`.
template <class Low, class High>
  requires(std::is_arithmetic_v<Low> && std::is_arithmetic_v<High>)
[[nodiscard]] auto interval(std::string name, Low low, High high, std::string unit = "") {
  using number = std::common_type_t<Low, High>;
  return interval_of<number>{{}, std::move(name), number(low), number(high), std::move(unit)};
}
/// The same for a member of a struct, whose name is that in its `serialize`.
/// Throws: usage_error where `serialize` does not name it.
template <class S, class T>
  requires std::is_arithmetic_v<T>
[[nodiscard]] auto interval(T S::* member, std::type_identity_t<T> low,
                            std::type_identity_t<T> high, std::string unit = "") {
  return interval_of<T, S>{member, detail::member_name(member), low, high, std::move(unit)};
}

namespace detail {

/// The numbers for one parameter of so many points, each from 0 to below 1, by an
/// std::mt19937_64 of its own, which begins with the seed and the parameter's name: so they stay
/// when parameters are added, or are in another order. Of 2^53 numbers each is as likely.
[[nodiscard]] auto random_numbers(std::uint64_t seed, std::string const& name, std::size_t count)
    -> std::vector<double>;

/// The same, one number in each of `count` parts of equal length, in an order at random.
[[nodiscard]] auto stratified_numbers(std::uint64_t seed, std::string const& name,
                                      std::size_t count) -> std::vector<double>;

/// Throws: usage_error where the points are not at least one.
[[nodiscard]] auto point_count(std::string_view call, std::int64_t count) -> std::size_t;
/// Throws: usage_error where the bounds are not finite, or in the wrong order.
void check_bounds(std::string_view call, std::string const& name, long double low,
                  long double high);

/// The number of an interval at a fraction of it: in the arithmetic of doubles, each operation
/// rounded by itself.
[[nodiscard]] auto at_fraction(double low, double high, double fraction) -> double;
/// The same of integers, of which there are so many from `low` on.
[[nodiscard]] auto steps_at_fraction(std::uint64_t last, double fraction) -> std::uint64_t;

template <class T>
[[nodiscard]] auto value_at(T low, T high, double fraction) -> T {
  if constexpr (std::same_as<T, bool>) {
    return low == high ? low : fraction >= 0.5;
  } else if constexpr (std::integral<T>) {
    auto const first = static_cast<std::uint64_t>(low);
    return static_cast<T>(first +
                          steps_at_fraction(static_cast<std::uint64_t>(high) - first, fraction));
  } else {
    return static_cast<T>(
        at_fraction(static_cast<double>(low), static_cast<double>(high), fraction));
  }
}

/// An axis of what is drawn from an interval; from an axis of choices one of its values each time.
template <class T, class S>
[[nodiscard]] auto drawn(std::string_view call, interval_of<T, S> const& from,
                         std::vector<double> const& fractions) {
  check_bounds(call, from.name, static_cast<long double>(from.low),
               static_cast<long double>(from.high));
  auto values = std::make_shared<T[]>(fractions.size());
  for (auto i = std::size_t{0}; i != fractions.size(); ++i)
    values[i] = value_at(from.low, from.high, fractions[i]);
  return axis_of<T, S>(call, from.member, from.name, std::move(values), fractions.size(),
                       from.unit);
}
template <class T, class S>
[[nodiscard]] auto drawn(std::string_view call, axis_of<T, S> const& from,
                         std::vector<double> const& fractions) {
  auto const last = from.values().size() - 1;
  auto values = std::make_shared<T[]>(fractions.size());
  for (auto i = std::size_t{0}; i != fractions.size(); ++i)
    values[i] = from.values()[steps_at_fraction(last, fractions[i])];
  return axis_of<T, S>(call, from.member(), from.name(), std::move(values), fractions.size(),
                       from.unit());
}

template <class T, class S>
[[nodiscard]] auto name_of(interval_of<T, S> const& of) -> std::string const& {
  return of.name;
}
template <class T, class S>
[[nodiscard]] auto name_of(axis_of<T, S> const& of) -> std::string const& {
  return of.name();
}

}  // namespace detail

/// The grid of `count` points at random, each parameter uniform in its interval, or one of the
/// values of an axis: `dlp::random(1000, seed, dlp::interval("gamma", 0.1, 0.5), …)`. The same seed
/// gives the same bits on every rank and machine. Those of a parameter depend on the seed and its
/// name alone, and the first points stay when there are to be more.
///
/// Parallel: nothing. Communicates: nothing. Collective: no. Throws: usage_error where there are no
/// points, or bounds are not finite or in the wrong order, or two parameters have one name.
template <class... Parameters>
[[nodiscard]] auto random(std::int64_t count, std::uint64_t seed, Parameters const&... of) {
  auto const n = detail::point_count("random", count);
  return zip(detail::drawn("random", of, detail::random_numbers(seed, detail::name_of(of), n))...);
}

/// The same by a Latin hypercube: of `count` equal parts of each interval there is a point in each.
/// More points are other ones.
///
/// Parallel: nothing. Communicates: nothing. Collective: no. Throws: usage_error as `random`.
template <class... Parameters>
[[nodiscard]] auto latin_hypercube(std::int64_t count, std::uint64_t seed,
                                   Parameters const&... of) {
  auto const n = detail::point_count("latin_hypercube", count);
  return zip(detail::drawn("latin_hypercube", of,
                           detail::stratified_numbers(seed, detail::name_of(of), n))...);
}

}  // namespace dlp
