// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <vector>

#include <dispatch/report/cost_profile.hpp>
#include <dlp/schedule/schedule.hpp>

namespace dlp::detail {

/// On what a loop is played again. Times are in seconds.
struct replay_terms {
  schedule rule = {};
  std::vector<double> starts = {};    ///< when each worker is there
  std::vector<double> slowness = {};  ///< of each
  double root_from = 0;               ///< when the root is there
  double trip = 0;                    ///< of a message to a worker and the answer
  double serve = 0;                   ///< what a message takes the root
  double body = 0;                    ///< and what a result takes it
  double result_bytes = 0;            ///< of an example
  bool has_results = false;
  bool in_order = false;  ///< see loop_facts, as of what follows
  bool takes_back = false;
  bool crowded = false;
};

/// How long the loop would have taken: chunks by the code that makes them in a managed loop, and
/// the manager's rules for who gets them when, over costs in the place of bodies. None where it
/// takes so many messages that playing it would take long.
[[nodiscard]] auto replay(cost_profile const& costs, replay_terms const& terms)
    -> std::optional<double>;

/// How long it would have taken without a manager, all of so many ranks computing: rank r of P
/// visits r, r + P, …, or its contiguous share.
[[nodiscard]] auto replay_round_robin(cost_profile const& costs, int ranks) -> double;
[[nodiscard]] auto replay_block(cost_profile const& costs, int ranks) -> double;

}  // namespace dlp::detail
