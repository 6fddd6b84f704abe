// SPDX-License-Identifier: BSL-1.0
//
// Why a loop took longer than it would have had to.
#include <dispatch/report/assessment.hpp>

#include <algorithm>
#include <functional>

namespace dlp::detail {
namespace {

class search {
 public:
  search(loop_record const& record, assessment const& of) : record_(record), of_(of) {}

  auto all() -> std::vector<finding> {
    if (of_.sum.examples == 0) return {};
    look_at_the_start();
    look_at_the_ranks();
    look_at_the_root();
    look_at_the_tail();
    std::ranges::stable_sort(found_, std::greater(), &finding::share);
    if (of_.workers == 1 && record_.ranks == 2)
      found_.insert(found_.begin(), {.is = cause::one_worker, .share = 0.5});
    return found_;
  }

 private:
  void note(finding what) {
    constexpr auto worth_a_line = 1e-3;  // seconds
    if (what.share >= worth_a_word && what.share * of_.makespan >= worth_a_line)
      found_.push_back(std::move(what));
  }

  [[nodiscard]] auto root_is_last() const -> bool {
    return std::ranges::all_of(
        record_.of_ranks, [this](rank_times const& its) { return its.arrived < record_.began; });
  }

  /// Whoever came last.
  void look_at_the_start() {
    auto const& ranks = record_.of_ranks;
    auto const last = std::ranges::max_element(ranks, {}, &rank_times::arrived);
    auto const share = of_.share(of_.idle.start);
    if (root_is_last() && !record_.is_kept)
      note({.is = cause::late_root, .share = share, .seconds = record_.began});
    else if (!root_is_last())
      note({.is = cause::late_rank,
            .share = share,
            .rank = last->rank,
            .host = last->host,
            .seconds = last->arrived});
  }

  /// A rank whose core others have is slow for that; with most of them it is the machine that is
  /// full.
  void look_at_the_ranks() {
    constexpr auto much = 0.15;
    auto queued = std::vector<double>();
    for (auto const& its : record_.of_ranks) {
      auto const time =
          its.visits.empty() ? 0.0 : its.visits.back().end() - its.visits.front().begin;
      queued.push_back(time > 0 ? std::min(its.queued / time, 1.0) : 0);
    }
    auto const is_queued = [](double share) { return share > much; };
    is_full_ = 2 * std::ranges::count_if(queued, is_queued) > of_.workers;
    auto const is_crowded = is_full_ && (record_.crowded || of_.workers > 2);
    auto all = 0.0;
    for (auto at = std::size_t{0}; at != queued.size(); ++at) {
      auto const& its = record_.of_ranks[at];
      is_explained_.push_back(is_queued(queued[at]) || of_.slowness[at] > 1);
      auto const away = queued[at] == 0 ? 0.0 : of_.share(its.queued);
      all += away;
      auto what = finding{.rank = its.rank, .host = its.host};
      if (is_queued(queued[at]) && !is_crowded) {
        what.is = cause::shared_core;
        what.share = away;
        what.factor = queued[at];
        note(what);
      } else if (of_.slowness[at] > 1 && !is_queued(queued[at])) {
        what.is = cause::slow_rank;
        for (auto const& one : its.visits)
          what.share += of_.share(one.seconds * (1 - 1 / of_.slowness[at]));
        what.factor = of_.slowness[at];
        note(what);
      }
    }
    if (is_crowded) note({.is = cause::crowded, .share = std::min(all, 1.0)});
  }

  /// What the root does for a result, and how long its messages are under way. Before it is there
  /// it opens the journal.
  void look_at_the_root() {
    auto const& idle = of_.idle;
    auto const opens = root_is_last() && record_.is_kept ? idle.start : 0.0;
    note({.is = cause::slow_journal, .share = of_.share(idle.journal + opens)});
    auto const handing_out = of_.share(idle.handing_out);
    if (results_are_large()) {
      note({.is = cause::large_results,
            .share = of_.share(idle.root + idle.handing_out + idle.end)});
      return;
    }
    note({.is = cause::slow_root, .share = of_.share(idle.root)});
    note({.is = cause::slow_submitter, .share = of_.share(idle.no_calls)});
    // A rank without a core waits as long as on a slow network.
    auto const mean = of_.sum.mean();
    auto const of_the_network = mean < 50e-6 || is_full_ ? 2e-3 : 200e-6;
    if (of_.gap >= of_the_network)
      note({.is = cause::slow_network, .share = handing_out, .seconds = of_.gap});
    else if (mean < 1e-3)
      note({.is = cause::tiny_examples, .share = handing_out});
  }

  /// Whether the root is so busy with bytes, and not with what it computes from them.
  [[nodiscard]] auto results_are_large() const -> bool {
    constexpr auto large = 64e3;     // of an example
    constexpr auto per_byte = 4e-9;  // seconds, to take it in and copy it
    auto const bytes = static_cast<double>(record_.sent.result_bytes);
    return record_.has_results && bytes >= large * static_cast<double>(of_.sum.examples) &&
           record_.bodies.seconds() <= per_byte * bytes;
  }

  /// Who was last, and with what.
  void look_at_the_tail() {
    constexpr auto few_for_each = index_t{8};
    auto ends = std::vector<double>();
    for (auto const& its : record_.of_ranks)
      ends.push_back(its.visits.empty() ? 0.0 : its.visits.back().end());
    auto const latest = std::ranges::max_element(ends);
    auto const last = static_cast<std::size_t>(latest - ends.begin());
    if (record_.ranks == 1 || is_explained_[last]) return;
    auto const& its = record_.of_ranks[last];
    auto const& visit = its.visits.back();
    auto const waits = of_.idle.tail / std::max(of_.workers - 1, 1);
    auto what = finding{.share = of_.share(of_.idle.tail),
                        .rank = its.rank,
                        .host = its.host,
                        .seconds = waits,
                        .index = record_.index_at(visit.first)};
    if (visit.most() > 2 * of_.sum.mean() && visit.most() > waits / 2) {
      what.is = cause::long_example;
      what.seconds = std::min(std::max(waits, alone(ends)), visit.most());
    } else if (of_.sum.examples < few_for_each * static_cast<index_t>(of_.workers)) {
      what.is = cause::few_examples;
    } else {
      what.is = cause::large_chunks;
    }
    note(what);
  }

  /// How long the last worker was at it when all others were through.
  [[nodiscard]] auto alone(std::vector<double> ends) const -> double {
    std::ranges::sort(ends, std::greater());
    return ends[0] - (ends.size() > 1 ? ends[1] : record_.drained);
  }

  loop_record const& record_;
  assessment const& of_;
  std::vector<finding> found_;
  bool is_full_ = false;            // most workers waited for a core
  std::vector<bool> is_explained_;  // why a worker was the last
};

}  // namespace

auto findings_in(loop_record const& record, assessment const& of) -> std::vector<finding> {
  return search(record, of).all();
}

}  // namespace dlp::detail
