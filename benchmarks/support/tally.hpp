// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/core/index_range.hpp>

namespace benchmark {

/// What a rank has visited: two sums, by which a visit too many or too few would show, and which
/// take less than a nanosecond.
struct tally {
  dlp::index_t count = 0;
  dlp::index_t sum = 0;

  /// The body of an empty loop. The compiler has to make the value, and may not drop the visit.
  void operator()(dlp::index_t x) {
    asm volatile("" : : "r"(x));
    ++count;
    sum += x;
  }

  friend auto operator+(tally a, tally b) -> tally { return {a.count + b.count, a.sum + b.sum}; }
  friend auto operator==(tally, tally) -> bool = default;
};

/// The tally of [0, n), each visited once.
[[nodiscard]] constexpr auto tally_of(dlp::index_t n) -> tally {
  return {n, n % 2 == 0 ? n / 2 * (n - 1) : (n - 1) / 2 * n};
}

}  // namespace benchmark
