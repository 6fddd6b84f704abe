// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <functional>
#include <tuple>
#include <type_traits>
#include <utility>

namespace dlp {

/// An element of a product, for structured bindings: an element of each range, of the type by which
/// the range gives it, so a reference where that is one. A std::tuple of values keeps a copy of it.
template <class... Parts>
class product_element : public std::tuple<Parts...> {
 public:
  /// The tuple that it is.
  using parts = std::tuple<Parts...>;

  /// Of one element of each range.
  constexpr explicit product_element(Parts... given) : parts(std::forward<Parts>(given)...) {}

  /// From a copy to what an iterator gives: the concepts of iterators ask for a common type of
  /// both.
  template <class... Others>
    requires(sizeof...(Others) == sizeof...(Parts) && (std::convertible_to<Others&, Parts> && ...))
  constexpr product_element(std::tuple<Others...>& other) : parts(parts_of(other)) {}
  /// The same of a constant one.
  template <class... Others>
    requires(sizeof...(Others) == sizeof...(Parts) &&
             (std::convertible_to<Others const&, Parts> && ...))
  constexpr product_element(std::tuple<Others...> const& other) : parts(parts_of(other)) {}

 private:
  template <class Tuple>
  static constexpr auto parts_of(Tuple& other) -> parts {
    return std::apply([](auto&... one) { return parts(static_cast<Parts>(one)...); }, other);
  }
};

namespace detail {

template <class T>
struct value_of_type : std::remove_cvref<T> {};
template <class... Parts>
struct value_of_type<product_element<Parts...>> {
  using type = std::tuple<typename value_of_type<std::remove_cvref_t<Parts>>::type...>;
};

/// The type that keeps what has type T as a value.
template <class T>
using value_of = typename value_of_type<std::remove_cvref_t<T>>::type;

template <class F, class Example>
inline constexpr bool takes_parts = false;
template <class F, class... Parts>
inline constexpr bool takes_parts<F, product_element<Parts...>> = std::is_invocable_v<F&, Parts...>;

/// Functions that can be called with an example; with that of a product also part by part.
template <class F, class Example>
concept takes_example =
    takes_parts<F, std::remove_cvref_t<Example>> || std::is_invocable_v<F&, Example>;

/// f(i, j, …) for an element of a product, where f takes that; else f(example).
template <class F, class Example>
constexpr auto call_with(F& f, Example&& example) -> decltype(auto) {
  if constexpr (takes_parts<F, std::remove_cvref_t<Example>>) {
    using parts = typename std::remove_cvref_t<Example>::parts;
    return std::apply(f, static_cast<parts&&>(example));
  } else {
    return std::invoke(f, std::forward<Example>(example));
  }
}

}  // namespace detail
}  // namespace dlp

template <class... Parts>
struct std::tuple_size<dlp::product_element<Parts...>>
    : std::integral_constant<std::size_t, sizeof...(Parts)> {};
template <std::size_t I, class... Parts>
struct std::tuple_element<I, dlp::product_element<Parts...>>
    : std::tuple_element<I, std::tuple<Parts...>> {};

template <class... Ts, class... Us, template <class> class T, template <class> class U>
  requires(sizeof...(Ts) == sizeof...(Us))
struct std::basic_common_reference<dlp::product_element<Ts...>, std::tuple<Us...>, T, U> {
  using type = dlp::product_element<std::common_reference_t<T<Ts>, U<Us>>...>;
};
template <class... Ts, class... Us, template <class> class T, template <class> class U>
  requires(sizeof...(Ts) == sizeof...(Us))
struct std::basic_common_reference<std::tuple<Ts...>, dlp::product_element<Us...>, T, U> {
  using type = dlp::product_element<std::common_reference_t<T<Ts>, U<Us>>...>;
};
