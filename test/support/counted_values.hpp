// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>

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

}  // namespace dlp_test
