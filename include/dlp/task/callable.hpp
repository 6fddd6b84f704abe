// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <type_traits>

#include <dlp/comm/sendable.hpp>
#include <dlp/core/bytes.hpp>
#include <dlp/core/type_name.hpp>
#include <dlp/task/argument.hpp>
#include <dlp/task/bind_front.hpp>
#include <dlp/task/code_address.hpp>

namespace dlp::detail {

template <class F>
concept function_pointer = std::is_pointer_v<F> && std::is_function_v<std::remove_pointer_t<F>>;

/// Lambdas without captures, std::plus<>, …: their type says all.
template <class F>
concept stateless = std::is_empty_v<F> && std::is_default_constructible_v<F>;

template <class F>
inline constexpr auto is_bound_front = false;
template <class F, class... Captured>
inline constexpr auto is_bound_front<bound_front<F, Captured...>> = true;

/// A pointer to a member function as the Itanium C++ ABI has it: the address of the function, or,
/// of a virtual one, where in the table of its class that stands; and what is added to `this`.
struct member_function_words {
  std::uintptr_t function = 0;
  std::ptrdiff_t adjustment = 0;

  /// One bit tells: of the first word, where functions begin at even addresses, else of the second.
  [[nodiscard]] auto is_virtual() const -> bool {
#if defined(__arm__) || defined(__aarch64__)
    return (adjustment & 1) != 0;
#else
    return (function & 1) != 0;
#endif
  }
};

/// The error of a callable that cannot be called on another rank. The compiler says its type.
template <class F>
struct cannot_be_called_elsewhere {
  static_assert(
      !is_closure<F>(),
      "dlp: a lambda with captures cannot be called on another rank, for what it captures "
      "may be addresses: write dlp::bind_front(f, captured...), or a struct that has an "
      "operator() and a serialize function");
  static_assert(
      !of_std<F>,
      "dlp: what std::function, std::bind, std::bind_front and std::mem_fn make cannot be "
      "called on another rank, for nobody can see what is in it: give the function itself, "
      "or dlp::bind_front(f, captured...)");
};

/// Whether a callable can be called on another rank; where it cannot, the compiler says why.
template <class F>
consteval auto callable_travels() -> bool {
  if constexpr (function_pointer<F> || std::is_member_pointer_v<F> || stateless<F>) {
    return true;
  } else if constexpr (is_bound_front<F>) {
    if constexpr (!callable_travels<decltype(F::f)>())
      return false;
    else
      return travels_whole<decltype(F::captured)>();
  } else if constexpr (!sendable<F> && (is_closure<F>() || of_std<F>)) {
    static_cast<void>(sizeof(cannot_be_called_elsewhere<F>));
    return false;
  } else {
    return travels_whole<F>();
  }
}

/// Appends a callable.
/// Throws: usage_error where a pointer in it is null; what its `serialize` throws.
template <class F>
void put_callable(bytes& to, F const& f) {
  if constexpr (function_pointer<F>) {
    append(to, to_portable(reinterpret_cast<void const*>(f)));
  } else if constexpr (std::is_member_function_pointer_v<F>) {
    auto const words = std::bit_cast<member_function_words>(f);
    append(to, words);
    if (!words.is_virtual()) append(to, to_portable(reinterpret_cast<void const*>(words.function)));
  } else if constexpr (std::is_member_object_pointer_v<F>) {
    append(to, f);
  } else if constexpr (is_bound_front<F>) {
    put_callable(to, f.f);
    put_argument(to, f.captured);
  } else if constexpr (!stateless<F>) {
    put_argument(to, f);
  }
}

/// The callable that `put_callable` wrote on another rank.
/// Throws: error where its code is not loaded here, and where bytes are missing or damaged; what
/// its `serialize` throws.
template <class F>
[[nodiscard]] auto take_callable(byte_reader& from) -> F {
  auto const take_code = [&from] { return from_portable(take_code_address(from)); };
  if constexpr (function_pointer<F>) {
    return reinterpret_cast<F>(const_cast<void*>(take_code()));
  } else if constexpr (std::is_member_function_pointer_v<F>) {
    auto words = from.take<member_function_words>();
    if (!words.is_virtual()) words.function = reinterpret_cast<std::uintptr_t>(take_code());
    return std::bit_cast<F>(words);
  } else if constexpr (std::is_member_object_pointer_v<F>) {
    return from.take<F>();
  } else if constexpr (is_bound_front<F>) {
    auto f = take_callable<decltype(F::f)>(from);
    return F{std::move(f), take_argument<decltype(F::captured)>(from)};
  } else if constexpr (stateless<F>) {
    return F();
  } else {
    return take_argument<F>(from);
  }
}

}  // namespace dlp::detail
