// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <dlp/core/failure.hpp>
#include <dlp/core/index_range.hpp>
#include <dlp/dispatch/recorder.hpp>
#include <dlp/dispatch/result_queue.hpp>

namespace dlp::detail {

/// What a loop that is recorded has done since it was last kept. All that has come when the root
/// looks is kept at once, and before any of it is handed on.
class recording {
 public:
  /// What keeps it; where it refuses for longer than `patience`, that ends the loop.
  explicit recording(recorder& to,
                     std::chrono::duration<double> patience = std::chrono::seconds(60))
      : to_(to), patience_(patience) {}

  /// A message with results has come; it stays where it is until they are kept.
  void came(int rank, std::string_view host, std::span<std::byte const> body);
  /// An example is done.
  void came(done_example one);
  /// An example has failed, and is tried again, or not.
  void failed(failure const& what, bool for_good, std::optional<example_time> time = {});

  /// An example has failed so often by now, and is tried again.
  void has_failed(index_t index, std::uint32_t times);

  /// Keeps all that has come. Whether it is kept; it is tried again now and then where the recorder
  /// refuses, which is said on stderr.
  /// Throws: what the recorder throws, and store_refuses where it has refused for too long. What
  /// has come is dropped then, and so is all that comes.
  auto keep() -> bool;
  /// The same, where nothing else is to be done meanwhile.
  void keep_now();

  /// Whether nothing more is to be begun, because what is done may not be kept.
  [[nodiscard]] auto refuses() const noexcept -> bool { return refuses_since_.has_value(); }

  /// The how manieth try at an example the next one is.
  [[nodiscard]] auto attempt_at(index_t index) const -> int;

  /// Whether it was given up.
  [[nodiscard]] auto given_up() const noexcept -> bool { return given_up_; }

  /// What an earlier run has finished, in order: indices, or, where the loop goes by cost, their
  /// positions in this order of handing out.
  [[nodiscard]] auto done(std::span<index_t const> order) const -> std::vector<index_range>;

  /// How many of these are not chosen.
  [[nodiscard]] auto not_chosen() const -> index_t { return to_.not_chosen(); }

  /// The next result of these, in the order of the indices.
  [[nodiscard]] auto next_stored() -> std::optional<raw_result> { return to_.next_stored(); }

 private:
  using clock = std::chrono::steady_clock;

  void give_up() noexcept;
  void refused(std::string const& why);

  recorder& to_;
  std::chrono::duration<double> patience_;
  std::vector<done_example> done_;
  std::vector<failed_example> failed_;
  std::map<index_t, int> failures_;  // of examples that are tried again
  std::optional<clock::time_point> refuses_since_;
  clock::time_point tried_;
  bool given_up_ = false;
};

/// The result behind the time that stands in front of it.
[[nodiscard]] inline auto without_time(raw_result result) -> raw_result {
  return {result.index, result.packed.subspan(sizeof(example_time))};
}

}  // namespace dlp::detail
