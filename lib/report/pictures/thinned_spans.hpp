// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <vector>

#include <dlp/core/index_range.hpp>

namespace dlp::detail {

/// A time in which somebody was busy with examples, all of it or a part.
struct drawn_span {
  double begin = 0;
  double end = 0;
  double busy = 0;  ///< seconds
  index_t first = 0;
  index_t count = 0;
};

/// Spans of a row in a memory that does not grow with them: where there are too many, those that
/// lie near to each other become one. No second of `busy` is lost.
class thinned_spans {
 public:
  thinned_spans() = default;
  explicit thinned_spans(std::size_t most) : most_(most) {}

  void add(drawn_span const& one);

  /// There are at most so many then; 2 at least.
  void thin_to(std::size_t most);

  /// Moves all of them by so much.
  void shift(double by);

  /// In the order in which they began.
  [[nodiscard]] auto all() const -> std::vector<drawn_span>;

  [[nodiscard]] auto size() const noexcept -> std::size_t { return spans_.size(); }
  [[nodiscard]] auto busy() const -> double;
  [[nodiscard]] auto count() const -> index_t;

  /// How long that was in each of so many steps up to `until`, within a span as if it were spread
  /// evenly. What lies outside is not counted.
  void add_to(std::vector<double>& steps, double until) const;

 private:
  std::size_t most_ = 512;
  std::vector<drawn_span> spans_;
};

}  // namespace dlp::detail
