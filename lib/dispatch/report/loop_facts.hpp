// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

#include <dlp/core/index_range.hpp>
#include <dlp/schedule/schedule.hpp>

namespace dlp::detail {

/// What a loop was, as its manager or its root says at the end. Points of time are seconds of the
/// root's clock.
struct loop_facts {
  std::string words = {};
  std::string where = {};  ///< the line of the program
  schedule rule = {};
  std::vector<index_t> order = {};  ///< the indices as they were handed out, where that is by cost
  bool has_results = false;
  bool in_order = false;    ///< the root takes results in order
  bool is_kept = false;     ///< in a journal
  bool takes_back = false;  ///< what a worker has not begun can go to another: one node
  bool crowded = false;     ///< there are more ranks than cores
  bool shared = false;      ///< all ranks compute, and take their indices themselves
  bool is_pool = false;     ///< calls that the root submits
  bool grows = false;       ///< its items make items
  bool complete = false;    ///< it came to its end, and nothing failed or was lost
  int ranks = 0;            ///< of the communicator, the root among them
  int root = 0;
  double began = 0;  ///< the root was there
  double ended = 0;  ///< the root knew that all is done

  /// Whether what it cost says what it would have cost otherwise.
  [[nodiscard]] auto is_fixed() const noexcept -> bool { return !shared && !is_pool && !grows; }
  /// What it visits, in words.
  [[nodiscard]] auto things() const -> char const* {
    return is_pool ? "calls" : grows ? "items" : "examples";
  }

  /// The ranks that compute: a rank alone does, too.
  [[nodiscard]] auto workers() const noexcept -> int {
    return ranks > 1 && !shared ? ranks - 1 : ranks;
  }
  [[nodiscard]] auto index_at(index_t position) const -> index_t {
    return position < order.size() ? order[position] : position;
  }
};

}  // namespace dlp::detail
