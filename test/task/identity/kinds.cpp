// SPDX-License-Identifier: BSL-1.0
//
// One function of each kind that a program may have. PART is the function that lists them, and what
// they return depends on NUMBER, which is another in each part.
#include <functional>

#include "kinds.hpp"

#define PLUS(n) [](int x) { return x + NUMBER + n; }

namespace {

/// Runs a callable of this type, as dlp does by a function of its own for each.
template <class F>
auto run(int x) -> int {
  return F()(x);
}
template <class F>
auto of(std::string name, F) -> kind {
  return {std::move(name), &run<F>};
}

auto unnamed(int x) -> int { return x + NUMBER + 1; }
auto never_throws(int x) noexcept -> int { return x + NUMBER + 2; }
constexpr auto constant(int x) -> int { return x + NUMBER + 3; }
template <int n>
auto of_template(int x) -> int {
  return x + NUMBER + n;
}
[[maybe_unused]] auto overloaded(double) -> double { return 0; }
auto overloaded(int x) -> int { return x + NUMBER + 4; }

struct functor {
  auto operator()(int x) const -> int { return x + NUMBER + 5; }
  static auto call(int x) -> int { return x + NUMBER + 6; }
  static inline auto const member = PLUS(7);
};
template <class T>
struct functor_of {
  auto operator()(T x) const -> T { return x + NUMBER + 8; }
};
namespace inner {
auto const lambda = PLUS(9);
}
auto const lambda_of_namespace = PLUS(10);
auto const one_with_the_same_code = PLUS(10);

auto in_unnamed_namespace() -> kind { return of("in a function without linkage", PLUS(11)); }
template <class T>
auto in_template(T) -> kind {
  return of("in a template", [](int x) { return x + NUMBER + static_cast<int>(sizeof(T)); });
}
auto in_lambda = [] { return of("in a lambda", PLUS(12)); };

}  // namespace

static auto of_file(int x) -> int { return x + NUMBER + 13; }
static auto in_static_function() -> kind { return of("in a static function", PLUS(14)); }
inline auto const inline_lambda = [](int x) { return x + 15; };  // the same in all parts
inline auto inline_function(int x) -> int { return x + 16; }

__attribute__((visibility("default"))) auto PART() -> std::vector<kind> {
  struct local {
    auto operator()(int x) const -> int { return x + NUMBER + 17; }
  };
  auto const generic = [](auto x) { return x + NUMBER + 18; };
  return {{"function", &unnamed},
          {"noexcept", &never_throws},
          {"constexpr", &constant},
          {"template", &of_template<20>},
          {"other template", &of_template<21>},
          {"overloaded", &overloaded},
          {"static member", &functor::call},
          {"static function", &of_file},
          {"inline function", &inline_function},
          {"lambda as a function", +PLUS(22)},
          of("functor", functor()),
          of("template functor", functor_of<int>()),
          of("other template functor", functor_of<long>()),
          of("local functor", local()),
          of("std::negate", std::negate<>()),
          of("member", functor::member),
          of("inner namespace", inner::lambda),
          of("namespace", lambda_of_namespace),
          of("the same code", one_with_the_same_code),
          of("inline lambda", inline_lambda),
          of("local lambda", PLUS(23)),
          of("other local lambda", PLUS(24)),
          of("generic lambda", generic),
          in_unnamed_namespace(),
          in_static_function(),
          in_template(1),
          in_template('c'),
          in_lambda()};
}
