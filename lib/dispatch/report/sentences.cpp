// SPDX-License-Identifier: BSL-1.0
#include <dispatch/report/sentences.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>

#include <dispatch/report/span_text.hpp>

namespace dlp::detail {
namespace {

auto rank_text(finding const& what) -> std::string {
  return "rank " + std::to_string(what.rank) +
         (what.host.empty() ? "" : " (node " + what.host + ")");
}

auto times_text(double factor) -> std::string {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", factor);
  return text;
}

/// Beyond how many ranks a loop is hardly faster; none where more would help, or that is not known.
auto enough_ranks(assessment const& of) -> int {
  constexpr auto hardly = 0.9;
  auto const& all = of.again.ranks;
  for (auto at = std::size_t{0}; at + 1 < all.size(); ++at) {
    auto const better = std::ranges::any_of(
        all.begin() + static_cast<std::ptrdiff_t>(at) + 1, all.end(),
        [&](replayed_ranks const& more) { return more.seconds < hardly * all[at].seconds; });
    if (!better) return all[at].ranks;
  }
  return 0;
}

/// Of the used schedule's time by its replay, what another one's is less; below 0 where it is more.
auto gain(assessment const& of, double seconds) -> double {
  return of.again.used && *of.again.used > 0 ? 1 - seconds / *of.again.used : 0;
}

auto of_long_example(finding const& what, loop_record const& record, assessment const& of)
    -> std::string {
  if (record.is_pool || record.grows) {
    auto const one = std::string(record.is_pool ? "call " : "item ");
    return "one " + one + "(" + std::to_string(what.index) + ") ran alone for " +
           span_text(what.seconds) +
           (record.is_pool ? ": submit it before the others, or with a higher priority" : "");
  }
  auto text = "the last example (index " + std::to_string(what.index) + ") ran alone for " +
              span_text(what.seconds);
  if (of.sum.longest > 0.9 * of.makespan)
    return text + ", and no order of examples makes the loop shorter than that: split it up";
  text += ": give `cost`, so that the longest go first";
  if (of.again.known_costs && gain(of, *of.again.known_costs) >= worth_a_word)
    text += ", which would have taken " + percent_text(gain(of, *of.again.known_costs)) + " less";
  return text;
}

auto of_tiny_examples(finding const& what, loop_record const& record, assessment const& of)
    -> std::string {
  auto text = std::string(record.things()) + " take " + span_text(of.sum.mean()) +
              ": handing out costs " + percent_text(what.share);
  if (auto const ranks = enough_ranks(of); ranks != 0)
    text += "; nothing to gain beyond " + std::to_string(ranks) + " ranks";
  if (record.is_pool) return text + "; let a call do more";
  auto const is_adaptive = std::holds_alternative<adaptive>(record.rule);
  return text + (is_adaptive ? "; take larger chunks" : "; take larger chunks, or `adaptive`");
}

auto of_absent_root(double share) -> std::string {
  return "the workers waited " + percent_text(share) +
         " of their time while the root was in its own code: let it wait in calls of the pool, or "
         "take `progress_thread`";
}

}  // namespace

auto one_worker_sentence() -> std::string {
  return "2 ranks are one worker, and nothing to gain: start one rank more than cores";
}

auto slow_root_sentence(double share) -> std::string {
  return "the root is the bottleneck: the workers waited for it " +
         std::to_string(static_cast<int>(100 * share)) +
         " % of their time, while it was busy with their results; let f do more of it";
}

auto sentence_of(finding const& what, loop_record const& record, assessment const& of)
    -> std::string {
  switch (what.is) {
    case cause::none:
      return "nothing to gain: the workers computed " + percent_text(of.efficiency) +
             " of their time";
    case cause::one_worker:
      return one_worker_sentence();
    case cause::late_rank:
      return rank_text(what) + " came " + span_text(what.seconds) +
             " after the first: what it does before the loop takes longer than on the others";
    case cause::late_root:
      return "the root came " + span_text(what.seconds) +
             " after the first rank, and the others waited: let them have something to do, or "
             "make it come sooner";
    case cause::slow_rank:
      return rank_text(what) + " is " + times_text(what.factor) + " times slower than the others";
    case cause::shared_core:
      return rank_text(what) + " had no core for " + percent_text(what.factor) +
             " of its time: another process runs there";
    case cause::crowded:
      return "the workers waited for a core " + percent_text(what.share) + " of their time: " +
             (record.crowded ? "there are more ranks than cores, or others use them"
                             : "other processes use the machine");
    case cause::slow_root:
      return record.is_pool ? of_absent_root(what.share) : slow_root_sentence(what.share);
    case cause::slow_submitter:
      return "the root submitted too slowly: the workers had nothing to do for " +
             percent_text(what.share) + " of their time; submit more calls at once, or a `map`";
    case cause::large_results:
      return "results are large, " +
             size_text(static_cast<double>(record.sent.result_bytes) /
                       static_cast<double>(of.sum.examples)) +
             " of an example: the workers waited " + percent_text(what.share) +
             " of their time while the root took them in; return less";
    case cause::slow_journal:
      return "the journal is on a slow disk: the workers waited " + percent_text(what.share) +
             " of their time while the root wrote it; take a local disk";
    case cause::slow_network:
      return "workers had nothing for " + span_text(what.seconds) + " between two chunks, " +
             percent_text(what.share) +
             " of their time: messages are long under way; take larger chunks, or look at the "
             "network";
    case cause::tiny_examples:
      return of_tiny_examples(what, record, of);
    case cause::few_examples:
      return std::to_string(of.sum.examples) + " " + record.things() + " are few for " +
             std::to_string(of.workers) + " workers: they had nothing to do for " +
             percent_text(what.share) +
             " of their time at the end; make them smaller, or "
             "start fewer ranks";
    case cause::long_example:
      return of_long_example(what, record, of);
    case cause::large_chunks:
      return "at the end the workers had nothing to do for " + percent_text(what.share) +
             " of their time, while " + rank_text(what) + " had the last chunk: take smaller ones";
  }
  return {};
}

auto schedule_sentence(loop_record const& record, assessment const& of) -> std::string {
  if (!of.again.used || of.again.schedules.empty()) return {};
  auto const by_manager = [](replayed_loop const& one) { return !one.how.starts_with("split_"); };
  auto const managed = std::ranges::partition_point(of.again.schedules, by_manager);
  auto const& best =
      *std::ranges::min_element(of.again.schedules.begin(), managed, {}, &replayed_loop::seconds);
  if (gain(of, best.seconds) >= worth_a_word)
    return best.how + " would have taken " + percent_text(gain(of, best.seconds)) + " less than " +
           to_string(record.rule);
  auto const& worst = *std::ranges::max_element(of.again.schedules, {}, &replayed_loop::seconds);
  if (-gain(of, worst.seconds) >= worth_a_word)
    return worst.how + " would have taken " + percent_text(-gain(of, worst.seconds)) + " longer";
  return {};
}

auto sentences_of(loop_record const& record, assessment const& of) -> std::vector<std::string> {
  constexpr auto good = 0.9;
  constexpr auto most_findings = std::size_t{2};
  auto all = std::vector<std::string>();
  for (auto const& one : of.findings) {
    if (all.size() == most_findings) break;
    all.push_back(sentence_of(one, record, of));
  }
  if (all.empty() && of.efficiency >= good) all.push_back(sentence_of({}, record, of));
  if (auto other = schedule_sentence(record, of); !other.empty()) all.push_back(std::move(other));
  return all;
}

}  // namespace dlp::detail
