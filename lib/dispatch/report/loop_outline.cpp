// SPDX-License-Identifier: BSL-1.0
#include <dispatch/report/loop_outline.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>

namespace dlp::detail {
namespace {

constexpr auto most_spans = std::size_t{2048};  // of all ranks
constexpr auto most_bins = std::size_t{512};
constexpr auto root_steps = std::size_t{128};

/// What lies nearer than a grain becomes one span, as long as that is no longer than a grain: so
/// there are two at most in the time of a grain.
auto spans_of(rank_times const& its, double grain) -> std::vector<outlined_span> {
  auto spans = std::vector<outlined_span>();
  for (auto const& one : its.visits) {
    if (spans.empty() || one.end() - spans.back().begin > grain) {
      spans.push_back({one.begin, one.end(), one.seconds, one.first, one.count});
      continue;
    }
    auto& last = spans.back();
    last.end = std::max(last.end, one.end());
    last.busy += one.seconds;
    last.first = std::min(last.first, one.first);
    last.count += one.count;
  }
  return spans;
}

/// Visits in the order of the range.
auto costs_in_order(loop_record const& record, bool by_index) -> std::vector<cost_bin> {
  auto all = std::vector<cost_bin>();
  for (auto const& its : record.of_ranks)
    for (auto const& one : its.visits)
      all.push_back(
          {by_index ? record.index_at(one.first) : one.first, one.count, one.seconds, one.most()});
  std::ranges::sort(all, {}, &cost_bin::first);
  return all;
}

/// So many that lie next to each other become one that the rest fits.
void thin(std::vector<cost_bin>& costs) {
  auto const together = (costs.size() + most_bins - 1) / most_bins;
  auto thinned = std::vector<cost_bin>();
  for (auto at = std::size_t{0}; at != costs.size(); ++at) {
    if (at % together == 0) {
      thinned.push_back(costs[at]);
      continue;
    }
    auto& last = thinned.back();
    last.count += costs[at].count;
    last.seconds += costs[at].seconds;
    last.longest = std::max(last.longest, costs[at].longest);
  }
  costs = std::move(thinned);
}

auto histogram_of(loop_record const& record) -> std::vector<cost_class> {
  constexpr auto shortest = 1e-9;
  auto counts = std::map<int, index_t>();
  auto const note = [&](double seconds, index_t examples) {
    auto const at = std::log10(std::max(seconds, shortest)) * classes_per_decade;
    counts[static_cast<int>(std::floor(at + 1e-9))] += examples;
  };
  for (auto const& its : record.of_ranks) {
    for (auto const& one : its.visits) {
      note(one.most(), 1);
      if (one.count == 1) continue;
      auto const others = one.count - 1;
      note(std::max(0.0, one.seconds - one.most()) / static_cast<double>(others), others);
    }
  }
  auto classes = std::vector<cost_class>();
  for (auto const& [at, examples] : counts)
    classes.push_back({std::pow(10.0, static_cast<double>(at) / classes_per_decade), examples});
  return classes;
}

}  // namespace

auto outline_of(loop_record const& record) -> loop_outline {
  auto made = loop_outline();
  auto visits = std::size_t{0};
  auto are_single = true;
  for (auto const& its : record.of_ranks) {
    visits += its.visits.size();
    are_single = are_single &&
                 std::ranges::all_of(its.visits, [](visit const& one) { return one.count == 1; });
  }
  auto const ranks = static_cast<double>(std::max<std::size_t>(record.of_ranks.size(), 1));
  auto const grain =
      visits <= most_spans ? 0 : 2 * ranks * record.makespan() / static_cast<double>(most_spans);
  for (auto const& its : record.of_ranks) made.of_ranks.push_back(spans_of(its, grain));
  made.root_step = record.makespan() / static_cast<double>(root_steps);
  for (auto at = std::size_t{0}; at != root_steps; ++at) {
    auto const from = static_cast<double>(at) * made.root_step;
    made.root_bodies.push_back(record.bodies.within(from, from + made.root_step));
    made.root_journal.push_back(record.journal.within(from, from + made.root_step));
  }
  made.costs_by_index = record.order.empty() || are_single;
  made.costs = costs_in_order(record, made.costs_by_index);
  if (made.costs.size() > most_bins) thin(made.costs);
  made.histogram = histogram_of(record);
  return made;
}

}  // namespace dlp::detail
