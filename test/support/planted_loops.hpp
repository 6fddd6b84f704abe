// SPDX-License-Identifier: BSL-1.0
//
// Records of loops that never ran, in which something is planted: examples go one by one to
// whoever is free first.
#pragma once

#include <algorithm>
#include <cstddef>
#include <dispatch/report/loop_record.hpp>
#include <string>
#include <vector>

namespace dlp_test {

struct planted_loop {
  std::vector<double> costs = std::vector<double>(400, 10e-3);
  int workers = 4;
  double gap = 5e-6;                  ///< between two examples of a worker, as they are handed out
  double body = 0;                    ///< of the root, for each result
  double writes = 0;                  ///< of the journal, for each result
  std::vector<double> starts = {};    ///< when each worker comes
  double root_comes = 0;              ///< and when the root does
  std::vector<double> slowness = {};  ///< of each worker
  std::vector<double> without = {};   ///< the share of its time in which each has no core
  double result_bytes = 8;
  bool crowded = false;
  int together = 1;  ///< so many examples go at once
};

inline auto value_at(std::vector<double> const& values, std::size_t at, double otherwise)
    -> double {
  return at < values.size() ? values[at] : otherwise;
}

/// The record of such a loop, counted from the beginning.
inline auto record_of(planted_loop const& told) -> dlp::detail::loop_record {
  auto record = dlp::detail::loop_record();
  record.words = "map over " + std::to_string(told.costs.size()) + " examples";
  record.where = "a.cpp:9";
  record.rule = dlp::fixed{static_cast<dlp::index_t>(told.together)};
  record.has_results = true;
  record.complete = true;
  record.takes_back = true;
  record.crowded = told.crowded;
  record.ranks = told.workers + 1;
  record.trip = told.gap;
  record.serve = told.gap / 10;
  record.began = told.root_comes;
  auto free = std::vector<double>();
  for (auto rank = 1; rank <= told.workers; ++rank) {
    auto const at = static_cast<std::size_t>(rank - 1);
    record.of_ranks.push_back({.rank = rank, .host = "n" + std::to_string(rank)});
    record.of_ranks.back().arrived = value_at(told.starts, at, 0);
    free.push_back(std::max(value_at(told.starts, at, 0), told.root_comes));
  }
  auto root = told.root_comes;
  auto const for_each_result = told.body + told.writes;
  for (auto index = std::size_t{0}; index < told.costs.size();) {
    auto const at = static_cast<std::size_t>(std::ranges::min_element(free) - free.begin());
    auto& its = record.of_ranks[at];
    record.drained = free[at];
    auto begin = free[at] + told.gap;
    for (auto i = 0; i != told.together && index < told.costs.size(); ++i, ++index) {
      auto const takes = told.costs[index] * value_at(told.slowness, at, 1);
      its.visits.push_back(
          {.first = index, .count = 1, .begin = begin, .span = takes, .seconds = takes});
      its.queued += value_at(told.without, at, 0) * takes;
      begin += takes;
      if (for_each_result == 0) continue;
      root = std::max(root, begin);
      record.journal.add(root, root + told.writes);
      record.bodies.add(root + told.writes, root + for_each_result);
      root += for_each_result;
    }
    free[at] = std::max(begin, root - told.workers * for_each_result);
  }
  record.ended = std::max(std::ranges::max(free), root) + told.gap;
  record.chunks = told.costs.size() / static_cast<std::size_t>(told.together);
  record.sent.messages = 2 * told.costs.size() / static_cast<std::size_t>(told.together);
  record.sent.result_bytes =
      static_cast<std::uint64_t>(told.result_bytes * static_cast<double>(told.costs.size()));
  record.sent.bytes = record.sent.result_bytes + 48 * record.sent.messages;
  return record;
}

}  // namespace dlp_test
