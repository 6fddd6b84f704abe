// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <vector>

#include <comm/call/call.hpp>
#include <dispatch/shared/block_service.hpp>
#include <dispatch/shared/visit_report.hpp>

namespace dlp::detail {

/// A rank's side of the journal of a shared loop: it tells the root what it has visited, now and
/// then, so that short examples share the cost.
class visit_reporter {
 public:
  /// `order`: the index at each position of the loop.
  visit_reporter(call& here, block_service& to, std::span<index_t const> order)
      : here_(here), to_(to), order_(order) {}

  /// This rank is through with these positions.
  void visited(index_range positions, double seconds);
  /// An example has failed for good.
  void failed(failure const& what);
  /// That at this position has failed so often, here or elsewhere, and is tried again.
  void tried(index_t position, std::uint32_t times);

  /// Tells the root what it does not know, where it last heard some time ago.
  void tell_if_due();
  /// The same, now.
  void tell();
  /// The last that this rank says: it is through with the loop, and waits for the answer or not.
  void end(bool waits);
  /// The ranks disagree, and all know it.
  void forget();

  /// The root has answered that all is kept.
  void take(message const& what);
  /// What has kept the root from it; none as long as it has not answered.
  [[nodiscard]] auto answer() const noexcept -> std::optional<std::vector<failure>> const& {
    return answer_;
  }

 private:
  using clock = std::chrono::steady_clock;

  void send();

  call& here_;
  block_service& to_;
  std::span<index_t const> order_;
  visit_report report_;
  clock::time_point told_ = clock::now();
  bool ended_ = false;
  std::optional<std::vector<failure>> answer_;
};

}  // namespace dlp::detail
