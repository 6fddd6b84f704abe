// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <cstdint>

#include <dlp/core/index_range.hpp>
#include <dlp/core/random_stream.hpp>
#include <dlp/task/trajectory_seeds.hpp>

namespace dlp {
namespace detail {

/// Throws: usage_error.
[[noreturn]] void refuse_trajectory(index_t number, index_t size);

}  // namespace detail

/// A trajectory of a run of `batches`, for a body that wants more of it than its random numbers.
struct trajectory {
  index_t index;          ///< its number in the run
  std::uint64_t seed;     ///< that of the run, or the one that it was given itself
  random_stream& stream;  ///< its random numbers
};

/// Trajectories that go together, for a body that computes several at once.
class batch {
 public:
  /// Some of the trajectories with such seeds, which outlive it.
  batch(detail::trajectory_seeds const& seeds, index_range which) noexcept
      : seeds_(&seeds), which_(which) {}

  /// The number of its first trajectory in the run.
  [[nodiscard]] auto first() const noexcept -> index_t { return which_.first; }
  /// How many trajectories it has.
  [[nodiscard]] auto size() const noexcept -> index_t { return which_.size(); }

  // Of its trajectory `i`, from 0 to `size() - 1`. Throws: usage_error where it has no such.

  /// Its seed: that of the run, or the one that it was given itself.
  [[nodiscard]] auto seed(index_t i) const -> std::uint64_t { return seeds_->seed_of(index_of(i)); }
  /// Its random numbers, from the first.
  [[nodiscard]] auto stream(index_t i) const -> random_stream {
    return random_stream(seed(i), seeds_->stream_index_of(index_of(i)));
  }

 private:
  [[nodiscard]] auto index_of(index_t i) const -> index_t {
    if (i >= size()) detail::refuse_trajectory(i, size());
    return which_.first + i;
  }

  detail::trajectory_seeds const* seeds_;
  index_range which_;
};

}  // namespace dlp
