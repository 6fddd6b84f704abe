// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <chrono>
#include <thread>

#include <boost/test/unit_test.hpp>

#include <dlp/adaptor/map_reduce.hpp>
#include <dlp/comm/communicator.hpp>

namespace dlp_test {

/// A number that counts how many of its kind there are on this rank.
struct counted_value {
  long number = 0;
  static inline auto alive = 0;
  static inline auto most = 0;

  explicit counted_value(long n = 0) : number(n) { most = std::max(most, ++alive); }
  counted_value(counted_value const& other) : counted_value(other.number) {}
  auto operator=(counted_value const&) -> counted_value& = default;
  ~counted_value() { --alive; }
  friend auto operator+(counted_value const& a, counted_value const& b) -> counted_value {
    return counted_value(a.number + b.number);
  }

  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive & number;
  }
};

constexpr auto many = 20'000;

/// What the first of many examples does: it is late.
inline auto const straggles = [](int i) {
  if (i == 0) std::this_thread::sleep_for(std::chrono::milliseconds(300));
};

/// How many results the root had at once, of a sum over `many` examples. Beside those that are
/// early there are the total, the one that is folded into it, and what `op` makes of both.
template <class Op>
auto most_kept(Op op, auto const& f, long sum, dlp::error_policy const& policy = {}) -> int {
  counted_value::most = counted_value::alive;
  auto const got = dlp::map_reduce(
      [&](int i) {
        f(i);
        return counted_value(i);
      },
      many, counted_value(), op, {.schedule = dlp::fixed{1}, .on_error = policy});
  BOOST_TEST(got.number == sum);
  return dlp::is_root() ? counted_value::most - 8 : 0;
}

}  // namespace dlp_test
