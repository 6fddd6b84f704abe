// SPDX-License-Identifier: BSL-1.0
#include <dispatch/report/assessment.hpp>

#include <algorithm>
#include <array>
#include <cmath>

#include <dispatch/report/cost_profile.hpp>
#include <dispatch/report/replay.hpp>

namespace dlp::detail {
namespace {

/// How long a message to a worker and the answer are under way, by how long workers had nothing
/// between two chunks. Where the next one goes ahead, two share a round trip, in which the worker
/// is in one of them; and where none had to wait for long, it is what was measured when one had to.
/// A rank that is alone sends none.
auto trip_of(loop_record const& record, assessment const& of) -> double {
  if (record.ranks == 1) return 0;
  auto const chunk = of.sum.seconds / static_cast<double>(std::max<index_t>(record.chunks, 1));
  auto const queues = of.workers * record.serve;
  auto const by_gaps = record.takes_back ? chunk + 2 * of.gap - queues : of.gap - record.serve;
  return std::max(0.0, record.trip == 0 ? by_gaps : std::min(by_gaps, record.trip - record.serve));
}

/// How the loop was, for another run of it.
auto terms_of(loop_record const& record, assessment const& of) -> replay_terms {
  auto const each = 1 / static_cast<double>(std::max<index_t>(of.sum.examples, 1));
  auto terms = replay_terms{
      .rule = record.rule,
      .slowness = of.slowness,
      .root_from = record.began,
      .trip = trip_of(record, of),
      .serve = record.serve,
      .body = record.has_results ? each * (record.bodies.seconds() + record.journal.seconds()) : 0,
      .result_bytes = each * static_cast<double>(record.sent.result_bytes),
      .has_results = record.has_results,
      .in_order = record.in_order,
      .takes_back = record.takes_back,
      .crowded = record.crowded,
  };
  for (auto const& its : record.of_ranks) terms.starts.push_back(std::max(0.0, its.arrived));
  return terms;
}

/// With so many workers that are all as fast as the others, and there from the beginning.
auto with_workers(replay_terms terms, std::size_t count) -> replay_terms {
  terms.starts.assign(count, 0);
  terms.slowness.assign(count, 1);
  terms.root_from = 0;
  return terms;
}

}  // namespace

auto assessment::share(double seconds) const -> double {
  auto const all = workers * makespan;
  return all > 0 ? seconds / all : 0;
}

auto numbers_of(loop_record const& record) -> assessment {
  auto of = assessment{.sum = sum_of(record),
                       .workers = record.workers(),
                       .makespan = record.makespan(),
                       .idle = idle_time_of(record),
                       .slowness = slowness_of(record),
                       .again = {},
                       .findings = {}};
  of.bound = std::max(of.sum.seconds / std::max(of.workers, 1), of.sum.longest);
  of.efficiency = of.share(of.sum.seconds);
  auto const chunks = record.shared ? of.sum.examples : record.chunks;
  of.gap = of.idle.handing_out / static_cast<double>(std::max<index_t>(chunks, 1));
  return of;
}

auto replays_of(loop_record const& record, assessment const& of) -> replays {
  auto again = replays();
  if (!record.complete || !record.is_fixed() || of.sum.examples == 0) return again;
  auto const costs = profile_of(record, of.slowness);
  auto const terms = terms_of(record, of);
  again.used = replay(costs, terms);
  auto const note = [&](std::string how, std::optional<double> seconds) {
    if (seconds) again.schedules.push_back({std::move(how), *seconds});
  };
  auto const rules =
      std::array<schedule, 5>{adaptive{}, fixed{}, guided{}, factoring{}, trapezoid{}};
  for (auto const& rule : rules) {
    auto other = terms;
    other.rule = rule;
    if (to_string(rule) != to_string(record.rule)) note(to_string(rule), replay(costs, other));
  }
  if (!record.has_results && record.order.empty()) {
    note("split_round_robin", replay_round_robin(costs, record.ranks));
    note("split_block", replay_block(costs, record.ranks));
  }
  if (record.order.empty()) again.known_costs = replay(costs.longest_first(), terms);
  for (auto workers = 1; workers <= 4 * of.workers; workers *= 2) {
    auto const taken = replay(costs, with_workers(terms, static_cast<std::size_t>(workers)));
    if (taken) again.ranks.push_back({workers + 1, *taken});
  }
  return again;
}

auto replay_meets(assessment const& of) -> bool {
  return of.again.used && std::abs(*of.again.used - of.makespan) <= replay_tolerance * of.makespan;
}

auto assess(loop_record const& record) -> assessment {
  auto of = numbers_of(record);
  of.again = replays_of(record, of);
  of.findings = findings_in(record, of);
  return of;
}

}  // namespace dlp::detail
