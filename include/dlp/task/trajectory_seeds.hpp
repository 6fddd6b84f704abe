// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <dlp/core/bytes.hpp>
#include <dlp/core/index_range.hpp>

namespace dlp::detail {

/// Where the random numbers of trajectories come from: one seed for all, or a list of one for each.
struct trajectory_seeds {
  std::uint64_t seed = 0;
  std::vector<std::uint64_t> list = {};  ///< without one: `seed` is that of all

  /// A trajectory draws from random_stream(seed_of(index), stream_index_of(index)).
  [[nodiscard]] auto seed_of(index_t index) const noexcept -> std::uint64_t {
    return list.empty() ? seed : list[index];
  }
  [[nodiscard]] auto stream_index_of(index_t index) const noexcept -> index_t {
    return list.empty() ? index : 0;
  }

  friend auto operator==(trajectory_seeds const&, trajectory_seeds const&) -> bool = default;
};

/// "seed 42", or "1000 seeds from 17".
[[nodiscard]] auto to_string(trajectory_seeds const& seeds) -> std::string;

/// Appends seeds to a list that there may be.
/// Throws: usage_error where one would be there twice.
void append_seeds(std::vector<std::uint64_t>& to, std::vector<std::uint64_t> const& more);

/// A seed of a stream that trajectories of both draw from, in words; empty where there is none. It
/// asks of two with one seed each only whether that is the same.
[[nodiscard]] auto common_seed(trajectory_seeds const& a, trajectory_seeds const& b) -> std::string;

void append(bytes& to, trajectory_seeds const& seeds);
[[nodiscard]] auto take_seeds(byte_reader& from) -> trajectory_seeds;

}  // namespace dlp::detail
