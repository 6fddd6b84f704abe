// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include <dlp/core/bytes.hpp>
#include <dlp/core/index_range.hpp>

namespace dlp::detail {

/// A point of time by the clock of this rank.
[[nodiscard]] inline auto in_seconds(std::chrono::steady_clock::time_point time) -> double {
  return std::chrono::duration<double>(time.time_since_epoch()).count();
}

/// Examples that a rank visited one after the other: a single one, or several where they are short
/// or there are many. Times are in seconds.
struct visit {
  index_t first = 0;  ///< the lowest position
  index_t count = 0;
  double begin = 0;    ///< by the clock of its rank
  double span = 0;     ///< from there until the last of them was done
  double seconds = 0;  ///< in their bodies
  float longest = 0;   ///< of them; 0 where all are taken for alike

  [[nodiscard]] auto end() const noexcept -> double { return begin + span; }
  [[nodiscard]] auto each() const noexcept -> double {
    return seconds / static_cast<double>(count);
  }
  /// What the longest of them took.
  [[nodiscard]] auto most() const noexcept -> double {
    return std::max(static_cast<double>(longest), each());
  }
};

/// What a rank knows of its part in a loop of which there is to be a report.
struct rank_times {
  int rank = 0;
  std::string host = {};
  double arrived = 0;  ///< by the clock of its rank, as all that follows
  double left = 0;     ///< it heard that the loop is over, or left it
  double queued = 0;   ///< seconds since its first example in which others had its core
  std::vector<visit> visits = {};
  bool left_early = false;  ///< before it heard that the loop is over
};

void append(bytes& to, rank_times const& what);
[[nodiscard]] auto take_rank_times(byte_reader& from) -> rank_times;

/// What the visits of a loop take in the memory of its root: so many in all.
inline constexpr auto most_visits = std::size_t{1} << 16;

/// Writes down on a worker which example was visited when and for how long, in a memory that does
/// not grow with the loop: when it is full, neighbours in time are taken together.
class visit_log {
 public:
  using clock = std::chrono::steady_clock;

  /// For so many visits, 2 at least.
  explicit visit_log(std::size_t capacity);

  /// `count` examples from this position on were visited, one behind the other.
  void add(index_t first, index_t count, clock::time_point begin, clock::time_point end);

  /// How many examples to visit between two looks at the clock, so that these cost no more than a
  /// hundredth of the time.
  [[nodiscard]] auto stride() const noexcept -> index_t { return stride_; }

  /// From here on it has no more than `most` visits, 2 at least.
  void shrink(std::size_t most);

  [[nodiscard]] auto visits() const noexcept -> std::vector<visit> const& { return visits_; }

  /// What it knows, at the end of this rank's part of the loop; it is empty after that.
  [[nodiscard]] auto take(int rank, clock::time_point arrived) -> rank_times;

 private:
  void halve();

  std::size_t capacity_;
  std::vector<visit> visits_;
  index_t together_ = 1;  // so many notes become one visit
  index_t in_last_ = 0;   // notes that the last visit has
  index_t stride_ = 1;
  double mean_ = 0;  // seconds of an example, of late
  double queued_before_ = 0;
};

}  // namespace dlp::detail
