// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <map>
#include <unordered_map>
#include <vector>

#include <dlp/core/index_range.hpp>

namespace dlp::detail {

/// How long the cells of a grid will take, by those that have been computed. One of these takes
/// what it took. Another one takes the mean of all, times a factor for each dimension: how much
/// longer than that the cells took in the mean that have its value there, or, where none has, the
/// nearest value that one has. That is exact where the time is a product of a function of each
/// parameter.
class expected_durations {
 public:
  explicit expected_durations(std::vector<index_t> dimensions);

  /// A cell has taken so long.
  void add(index_t cell, double seconds);

  /// 0 where nothing is known.
  [[nodiscard]] auto of(index_t cell) const -> double;

 private:
  struct mean {
    double sum = 0;
    double count = 0;

    void add(double one) { sum += one, ++count; }
    [[nodiscard]] auto value() const -> double { return sum / count; }
  };

  template <class F>
  void for_each_place(index_t cell, F f) const;
  [[nodiscard]] static auto nearest(std::map<index_t, mean> const& known, index_t place) -> double;

  std::vector<index_t> dimensions_;
  std::unordered_map<index_t, double> cells_;
  std::vector<std::map<index_t, mean>> places_;  // of the values along each dimension
  mean all_;
};

}  // namespace dlp::detail
