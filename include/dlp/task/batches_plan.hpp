// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include <dlp/core/bytes.hpp>
#include <dlp/core/index_range.hpp>
#include <dlp/task/batches_options.hpp>
#include <dlp/task/trajectory_seeds.hpp>

namespace dlp::detail {

/// What earlier runs have done: batches, each of `batch_size` trajectories.
struct batches_done {
  trajectory_seeds seeds = {};
  index_t batch_size = 0;
  std::vector<index_range> whole = {};    ///< batches, in order
  std::map<index_t, index_t> parts = {};  ///< of batches that have fewer trajectories, how many
};

/// The batches that a run computes, by their position. First the holes, which earlier runs have
/// left out, and then those that follow on all of these.
struct batches_plan {
  trajectory_seeds seeds = {};
  index_t batch_size = 1;
  std::vector<index_t> holes = {};
  index_range fresh = {};
  index_t end = 0;  ///< of the trajectories: the last batch may be a part

  [[nodiscard]] auto size() const noexcept -> index_t { return holes.size() + fresh.size(); }
  [[nodiscard]] auto batch_at(index_t position) const noexcept -> index_t {
    return position < holes.size() ? holes[position] : fresh.first + (position - holes.size());
  }
  /// The trajectories of a batch.
  [[nodiscard]] auto trajectories_of(index_t batch) const noexcept -> index_range;
  /// How many of the batches [first, last) it has.
  [[nodiscard]] auto count_in(index_range batches) const noexcept -> index_t;
};

constexpr auto most_trajectories = index_t{1} << 62U;  ///< what is added up does not overflow

/// Whether there are such runs: parts are smaller than a batch, and of batches that are not whole;
/// and no trajectory lies beyond a list of seeds, or the most that there may be.
[[nodiscard]] auto is_sound(batches_done const& done) -> bool;
/// Throws: dlp::error where it is not.
void require_sound(bool is);

/// How many trajectories they have.
[[nodiscard]] auto trajectories_in(batches_done const& done) -> index_t;

/// Whether two have done different batches of one run; false where they are of different runs.
/// Throws: usage_error where both have a trajectory.
[[nodiscard]] auto are_parts_of_one_run(batches_done const& a, batches_done const& b) -> bool;

/// What does not depend on what is done: that the options make sense.
/// Throws: usage_error.
void check_options(batches_options const& options, bool has_standard_error);

/// The call in words, in which all ranks have to agree.
[[nodiscard]] auto call_in_words(batches_options const& options) -> std::string;

/// A run from the beginning, or one that goes on with the lowest trajectories that are not done.
/// Throws: usage_error.
[[nodiscard]] auto plan_batches(batches_options const& options) -> batches_plan;
[[nodiscard]] auto plan_batches(batches_options const& options, batches_done const& done)
    -> batches_plan;

/// What is computed, in words: "seed 42, in batches of 10, trajectories from 0 to 1000".
[[nodiscard]] auto to_string(batches_plan const& plan) -> std::string;

void append(bytes& to, batches_plan const& plan);
[[nodiscard]] auto take_plan(byte_reader& from) -> batches_plan;

}  // namespace dlp::detail
