// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

#include <comm/call/call.hpp>
#include <dispatch/report/visit_log.hpp>

namespace dlp::detail {

/// One rank's part in the report on a shared loop, which all ranks have or none: what it has
/// visited, and at the root what the others have.
///
/// Communicates: at the end one message from the root to each rank, and the answer; where the root
/// leaves before, only the former. A rank that leaves before sends what it has at once.
class shared_report {
 public:
  using clock = visit_log::clock;

  explicit shared_report(call& here);

  /// These positions, one behind the other.
  void visited(index_range what, clock::time_point begin, clock::time_point end);

  /// When this rank came to the loop.
  [[nodiscard]] auto arrived() const noexcept -> clock::time_point { return arrived_; }

  /// See visit_log.
  [[nodiscard]] auto stride() const noexcept -> index_t { return log_.stride(); }

  /// A message `times` has come.
  void take(message const& what);

  /// The loop is over, and this rank is in it: the root asks the others.
  void ends();

  /// Whether there is nothing more to wait for, after `ends`.
  [[nodiscard]] auto has_all() const noexcept -> bool;

  /// After that: what all ranks have visited, at the root; elsewhere nothing, and it has been sent.
  [[nodiscard]] auto conclude() -> std::vector<rank_times>;

  /// This rank leaves before the end. It does not wait for anybody to hear of it.
  void leaves();

 private:
  void send(rank_times its);

  call& here_;
  clock::time_point arrived_ = clock::now();
  visit_log log_;
  std::optional<bool> is_asked_;  // by the root, or it has left
  std::vector<rank_times> told_;  // at the root
};

}  // namespace dlp::detail
