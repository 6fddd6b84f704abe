// SPDX-License-Identifier: BSL-1.0
#include <dispatch/report/loop_record.hpp>

#include <algorithm>

namespace dlp::detail {
namespace {

/// What is to be added to the clock of a worker. Both may be more than that: a hello waits for a
/// root that comes late, and who leaves before the end has not heard it. None is less by more than
/// a message takes.
auto offset_of(rank_times const& its, loop_record const& record, std::string const& root_host,
               double heard) -> double {
  if (its.host == root_host) return 0;
  return std::min(heard - its.arrived, record.ended - its.left);
}

void shift(rank_times& its, double by) {
  its.arrived += by;
  its.left += by;
  for (auto& one : its.visits) one.begin += by;
}

}  // namespace

void count_from_the_beginning(loop_record& record, std::string const& root_host,
                              std::vector<double> const& heard) {
  auto first = record.began;
  for (auto at = std::size_t{0}; at != record.of_ranks.size(); ++at) {
    auto& its = record.of_ranks[at];
    shift(its, offset_of(its, record, root_host, heard[at]));
    first = std::min(first, its.arrived);
  }
  for (auto& its : record.of_ranks) shift(its, -first);
  for (auto* const time : {&record.began, &record.ended, &record.drained})
    *time = std::max(0.0, *time - first);
  record.bodies.shift(-first);
  record.no_calls.shift(-first);
  record.journal.shift(-first);
}

auto sum_of(loop_record const& record) -> visit_sum {
  auto sum = visit_sum();
  for (auto const& its : record.of_ranks) {
    for (auto const& one : its.visits) {
      sum.examples += one.count;
      sum.seconds += one.seconds;
      if (one.most() <= sum.longest) continue;
      sum.longest = one.most();
      sum.longest_at = one.first;
      sum.longest_rank = its.rank;
      sum.longest_is_exact = one.count == 1;
    }
  }
  return sum;
}

}  // namespace dlp::detail
