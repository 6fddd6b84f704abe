// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <dispatch/report/loop_record.hpp>
#include <dlp/core/index_range.hpp>

namespace dlp::detail {

/// What the examples of a loop cost, by their position, as far as that is known: neighbours that
/// were noted together are taken for alike, but for the longest of them.
class cost_profile {
 public:
  /// Examples one behind the other that cost the same.
  struct piece {
    index_t count;
    double each;  ///< seconds
  };

  explicit cost_profile(std::vector<piece> pieces);

  [[nodiscard]] auto examples() const noexcept -> index_t {
    return counts_.empty() ? 0 : counts_.back();
  }
  [[nodiscard]] auto seconds() const noexcept -> double { return sums_.empty() ? 0 : sums_.back(); }
  [[nodiscard]] auto pieces() const noexcept -> std::vector<piece> const& { return pieces_; }

  /// What the examples at these positions cost.
  [[nodiscard]] auto seconds(index_range range) const -> double;

  /// After so many seconds with the examples of the range: the first that is not begun.
  [[nodiscard]] auto begun_after(double seconds, index_range range) const -> index_t;

  /// The same examples, the costliest first.
  [[nodiscard]] auto longest_first() const -> cost_profile;

 private:
  [[nodiscard]] auto seconds_before(index_t position) const -> double;

  std::vector<piece> pieces_;
  std::vector<index_t> counts_;  // of the pieces up to each
  std::vector<double> sums_;
};

/// How many times slower than the others each worker was with examples that lie near to each
/// other; 1 where that may be chance, or it is little.
[[nodiscard]] auto slowness_of(loop_record const& record) -> std::vector<double>;

/// What the examples would have cost on ranks that are all as fast as the others. `slowness`: of
/// each worker.
[[nodiscard]] auto profile_of(loop_record const& record, std::span<double const> slowness)
    -> cost_profile;

}  // namespace dlp::detail
