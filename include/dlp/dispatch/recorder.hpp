// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <stdexcept>
#include <string_view>
#include <vector>

#include <dlp/core/failure.hpp>
#include <dlp/core/index_range.hpp>
#include <dlp/dispatch/result_queue.hpp>

namespace dlp::detail {

/// When and for how long a rank was in an example; it travels in front of the packed result.
struct example_time {
  double start;    ///< seconds since 1970, by the clock of the rank
  double seconds;  ///< how long it took
};

/// An example that is done, as it came to the root; its host and its result are another's.
struct done_example {
  index_t index = 0;
  int rank = 0;
  std::string_view host = {};
  int attempts = 1;
  /// None where the rank spoke of many examples at once.
  std::optional<double> start = {};
  double seconds = 0;
  std::span<std::byte const> packed = {};  ///< its result, where it has one
};

/// An attempt at an example that failed, and was the last one.
struct failed_example {
  int attempts = 1;
  failure what;
  /// None where the rank was lost, or spoke of many examples at once.
  std::optional<example_time> time = {};
};

/// What keeps the results of a loop cannot, for now: a disk is full, a file system is away.
class store_refuses : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Keeps what a loop has finished, at its root, and knows what an earlier run has. A journal is
/// one.
class recorder {
 public:
  recorder() = default;
  recorder(recorder const&) = delete;
  auto operator=(recorder const&) -> recorder& = delete;
  virtual ~recorder() = default;

  /// The indices that an earlier run has finished: in order, and none twice.
  [[nodiscard]] virtual auto done() const -> std::vector<index_range> const& = 0;

  /// How many of these are not chosen, finished or not: the loop does not count them.
  [[nodiscard]] virtual auto not_chosen() const -> index_t { return 0; }

  /// The next result of these, in order; none after the last one, or where they have none.
  [[nodiscard]] virtual auto next_stored() -> std::optional<raw_result> = 0;

  /// Keeps these, all or none.
  /// Throws: store_refuses where it may be tried again; anything else ends the loop.
  virtual void keep(std::span<done_example const> done, std::span<failed_example const> failed) = 0;
};

}  // namespace dlp::detail
