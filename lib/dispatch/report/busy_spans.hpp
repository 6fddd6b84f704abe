// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <vector>

namespace dlp::detail {

/// When somebody was busy, in a memory that does not grow with the loop: where there are too many
/// spans, those that lie near to each other become one. Times are in seconds, and come in order.
class busy_spans {
 public:
  explicit busy_spans(std::size_t most = 4096) : most_(most) {}

  void add(double begin, double end);

  /// How long that was between two points of time; within a span that stands for several, as if
  /// these were spread evenly.
  [[nodiscard]] auto within(double from, double to) const -> double;

  /// In all.
  [[nodiscard]] auto seconds() const noexcept -> double { return seconds_; }

  /// Moves all of them by so much.
  void shift(double by);

 private:
  struct span {
    double begin;
    double end;
    double busy;
  };
  void join(double gap);

  std::size_t most_;
  std::vector<span> spans_;
  double gap_ = 0;  // what lies no farther from the span before is taken into it
  double seconds_ = 0;
};

}  // namespace dlp::detail
