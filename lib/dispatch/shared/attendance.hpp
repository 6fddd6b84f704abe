// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <span>
#include <vector>

#include <comm/call/call.hpp>
#include <dispatch/shared/loop_pool.hpp>

namespace dlp::detail {

/// Who of a node has come to a shared loop, who has failed in it, and what ranks that have not come
/// are told: the others know of each other through memory, and may be waiting for one that is in
/// another call.
class attendance {
 public:
  /// `node`: its ranks, in order; `of_several`: there are other nodes.
  attendance(call& here, loop_pool& pool, std::span<int const> node, bool of_several) noexcept;

  /// Keeps what ranks that could not begin say of it.
  void keep(std::vector<failure> texts);

  /// The failures of this node's ranks; none while the text of one is on its way.
  [[nodiscard]] auto failures() const -> std::optional<std::vector<failure>>;

  /// Tells ranks that may be elsewhere what this loop is, so that they find out: once for a node
  /// those of the node that have not come, and the root; and the root, those of the other nodes.
  void tell_the_missing();

  /// Tells all what was thrown here before the loop began: on one node nobody else could.
  void tell_why_unable(std::vector<failure> const& why);

 private:
  call& here_;
  loop_pool& pool_;
  std::span<int const> node_;
  bool of_several_;
  bool told_ = false;
  std::vector<failure> texts_;
};

}  // namespace dlp::detail
