// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

#include <dispatch/pace/fading_mean.hpp>
#include <dlp/schedule/schedule.hpp>

namespace dlp::detail {

/// What examples, round trips and results of a loop have cost of late, and what follows from it for
/// the next chunk.
class pace {
 public:
  explicit pace(bool has_results) noexcept : has_results_(has_results) {}

  void add_examples(index_t count, double seconds) noexcept {
    constexpr auto less_than_any_example = 1e-10;
    auto const n = static_cast<double>(count);
    example_seconds_.add(std::max(seconds, n * less_than_any_example), n);
  }
  /// `seconds`: from the sending of a chunk to the report on it, without the time of its examples.
  void add_round_trip(double seconds) noexcept {
    round_trip_seconds_.add(std::max(seconds, 0.0), 1);
  }
  void add_results(index_t count, std::size_t bytes) noexcept {
    result_bytes_.add(static_cast<double>(bytes), static_cast<double>(count));
  }

  /// The same, with what was measured counting as one example and one round trip.
  [[nodiscard]] auto as_one() const noexcept -> pace {
    auto one = pace(has_results_);
    one.example_seconds_ = example_seconds_.as_one();
    one.round_trip_seconds_ = round_trip_seconds_.as_one();
    one.result_bytes_ = result_bytes_.as_one();
    return one;
  }

  /// What the next chunk should be by the schedule, but with no more than 128 KiB of results: that,
  /// for two chunks a worker, is what a root that is slow to take them has to hold.
  [[nodiscard]] auto chunk(schedule const& rule, loop_progress loop) const -> index_t {
    loop.example_seconds = example_seconds_.value();
    loop.round_trip_seconds = round_trip_seconds_.value();
    auto const asked = next_chunk(rule, loop);
    if (!has_results_ || asked == 1) return asked;
    if (result_bytes_.value() <= 0) return 1;
    auto const most = most_result_bytes / result_bytes_.value();
    return most < static_cast<double>(asked) ? std::max<index_t>(1, static_cast<index_t>(most))
                                             : asked;
  }

  /// Whether a worker on another node should have a chunk of that size before it is through with
  /// one, when `remaining` examples are left for `workers`: while 0.7 c < n T. A chunk of c seconds
  /// that its worker cannot begin costs some 0.7 c at the end; what is saved is the round trip T
  /// of each of the n chunks that a worker has still to come. `wire`: its own round trip.
  [[nodiscard]] auto looks_ahead(index_t chunk, index_t remaining, index_t workers,
                                 double wire) const noexcept -> bool {
    auto const chunk_seconds = static_cast<double>(chunk) * example_seconds_.value();
    auto const chunks_to_come =
        static_cast<double>(remaining) / static_cast<double>(chunk * workers);
    return 0.7 * chunk_seconds < chunks_to_come * std::max(round_trip_seconds_.value(), wire);
  }

  /// Whether a wait of one round trip is a small part of 16 chunks of that size, or of a
  /// millisecond each.
  [[nodiscard]] auto may_wait(index_t chunk, double wire) const noexcept -> bool {
    return wire < std::max(static_cast<double>(chunk) * example_seconds_.value(), 1e-3) / 8;
  }

  /// How long a rank is likely to take for so many examples.
  [[nodiscard]] auto time_for(index_t examples) const noexcept -> std::chrono::microseconds {
    auto const seconds = static_cast<double>(examples) * example_seconds_.value();
    return std::chrono::microseconds(static_cast<std::int64_t>(std::min(seconds, 1.0) * 1e6));
  }

  /// How many examples, of so many, are so short that one of them may wait for all the others: no
  /// more than 32; one where that is not known.
  [[nodiscard]] auto short_ones(index_t most) const noexcept -> index_t {
    constexpr auto all_together = 100e-6;
    if (!is_known()) return 1;
    auto const count = std::min(all_together / example_seconds_.value(), 32.0);
    return std::max<index_t>(1, std::min(most, static_cast<index_t>(count)));
  }

  /// Whether so many examples are worth the two messages of moving them to another rank.
  [[nodiscard]] auto worth_moving(index_t examples) const noexcept -> bool {
    return static_cast<double>(examples) * example_seconds_.value() > 100e-6;
  }

  /// Whether so many examples take no longer than to answer another worker: they may go at once.
  [[nodiscard]] auto is_over_at_once(index_t examples) const noexcept -> bool {
    return is_known() && static_cast<double>(examples) * example_seconds_.value() < 4e-6;
  }

  [[nodiscard]] auto example_seconds() const noexcept -> double { return example_seconds_.value(); }

  /// Whether anything has been measured yet.
  [[nodiscard]] auto is_known() const noexcept -> bool { return example_seconds_.value() > 0; }

 private:
  static constexpr auto most_result_bytes = double{128 << 10};

  bool has_results_;
  fading_mean example_seconds_;
  fading_mean round_trip_seconds_;
  fading_mean result_bytes_;
};

}  // namespace dlp::detail
