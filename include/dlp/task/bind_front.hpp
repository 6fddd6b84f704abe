// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <functional>
#include <tuple>
#include <type_traits>
#include <utility>

#include <dlp/task/argument.hpp>

namespace dlp {

/// A callable with its first arguments, as `bind_front` returns one.
template <class F, class... Captured>
struct bound_front {
  /// What is called.
  F f;
  /// Its first arguments.
  std::tuple<Captured...> captured;

  /// Calls `f` with what was captured, and then with these.
  template <class... Args>
    requires std::is_invocable_v<F&, Captured&..., Args...>
  auto operator()(Args&&... args) & -> decltype(auto) {
    return call(*this, std::forward<Args>(args)...);
  }
  /// The same, of a constant one.
  template <class... Args>
    requires std::is_invocable_v<F const&, Captured const&..., Args...>
  auto operator()(Args&&... args) const& -> decltype(auto) {
    return call(*this, std::forward<Args>(args)...);
  }
  /// The same, where `f` and what was captured are not used again.
  template <class... Args>
    requires std::is_invocable_v<F, Captured..., Args...>
  auto operator()(Args&&... args) && -> decltype(auto) {
    return call(std::move(*this), std::forward<Args>(args)...);
  }

 private:
  template <class Self, class... Args>
  static auto call(Self&& self, Args&&... args) -> decltype(auto) {
    auto const with_all = [&]<class... Values>(Values&&... captured) -> decltype(auto) {
      return std::invoke(std::forward<Self>(self).f, std::forward<Values>(captured)...,
                         std::forward<Args>(args)...);
    };
    return std::apply(with_all, std::forward<Self>(self).captured);
  }
};

/// `f` with its first arguments, as std::bind_front has it, that can be called on another rank:
/// what a lambda would capture is told one by one. A text is captured as a std::string.
template <class F, class... Captured>
[[nodiscard]] auto bind_front(F&& f, Captured&&... captured)
    -> bound_front<std::decay_t<F>, detail::argument_of<Captured>...> {
  return {std::forward<F>(f), {std::forward<Captured>(captured)...}};
}

}  // namespace dlp
