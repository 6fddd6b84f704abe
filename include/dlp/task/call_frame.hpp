// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <functional>
#include <tuple>
#include <type_traits>
#include <utility>

#include <dlp/comm/pack.hpp>
#include <dlp/comm/sendable.hpp>
#include <dlp/core/bytes.hpp>
#include <dlp/core/heap_slot.hpp>
#include <dlp/task/argument.hpp>
#include <dlp/task/callable.hpp>
#include <dlp/task/code_address.hpp>

namespace dlp::detail {

/// The error of a call that C++ does not allow. The compiler says the types.
template <class F, class... Args>
struct cannot_call {
  static_assert(std::is_invocable_v<F, Args...>,
                "dlp: the function cannot be called with these arguments as they come to another "
                "rank, which is as std::async has them: copies, that it may take by value, by "
                "T const& or by T&&, and of a text like \"abc\" a std::string");
};

/// What a call returns, as a value; where it cannot be made at all, any that can be used.
template <class F, class... Args>
struct result_of_call : std::type_identity<int> {};
template <class F, class... Args>
  requires std::is_invocable_v<F, Args...>
struct result_of_call<F, Args...> : std::remove_cvref<std::invoke_result_t<F, Args...>> {};

/// Whether a call can be made on another rank; where it cannot, the compiler says why.
template <class F, class... Args>
consteval auto call_travels() -> bool {
  if constexpr (!callable_travels<F>()) {
    return false;
  } else if constexpr (!(travels_whole<Args>() && ...)) {
    return false;
  } else if constexpr (!std::is_invocable_v<F, Args...>) {
    static_cast<void>(sizeof(cannot_call<F, Args...>));
    return false;
  } else if constexpr (std::is_void_v<typename result_of_call<F, Args...>::type>) {
    return true;
  } else {
    return travels_whole<typename result_of_call<F, Args...>::type>();
  }
}

/// A whole call in bytes: the name of the function that runs it, the callable, and copies of the
/// arguments.
template <class F, class... Args>
class call_frame {
 public:
  using result = typename result_of_call<F, Args...>::type;

  /// Appends a call.
  /// Throws: usage_error where a pointer to a function is null; what a `serialize` throws.
  static void put(bytes& to, F const& f, Args const&... args) {
    if constexpr (call_travels<F, Args...>()) {
      append(to, to_portable(reinterpret_cast<void const*>(&run)));
      put_callable(to, f);
      (put_argument(to, args), ...);
    }
  }

 private:
  /// Makes the call, and packs what it returns. Its address is the name of all such calls; where a
  /// linker gave several such functions one address, they do the same.
  static void run(byte_reader& from, bytes& to) {
    auto f = heap_slot<F>();
    auto args = std::tuple<heap_slot<Args>...>();
    f.emplace_with([&] { return take_callable<F>(from); });
    auto const call = [&](auto&... arg) -> decltype(auto) {
      (arg.emplace_with([&] { return take_argument<Args>(from); }), ...);
      return std::invoke(std::move(*f), std::move(*arg)...);
    };
    if constexpr (std::is_void_v<result>)
      std::apply(call, args);
    else
      pack<result>(to, std::apply(call, args));
  }
};

/// That of a call as it stands in a program.
template <class F, class... Args>
using call_frame_of = call_frame<std::decay_t<F>, argument_of<Args>...>;

/// Makes the call that comes next in `frame`, and appends what it returns to `to`, as `pack` does.
/// Throws: error where its code is not loaded here, and where bytes are missing or damaged; what
/// the function throws, and what a `serialize` throws.
void run_call(byte_reader& frame, bytes& to);

}  // namespace dlp::detail
