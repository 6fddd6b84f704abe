// SPDX-License-Identifier: BSL-1.0
#include <dispatch/report/idle_time.hpp>

#include <algorithm>

namespace dlp::detail {
namespace {

/// Books gaps of one worker after another.
class gaps {
 public:
  gaps(loop_record const& of, idle_time& to) : of_(of), last_(last_visit_of(of)), to_(to) {}

  void add(double from, double to) {
    add_part(from, std::min(to, of_.drained), to_.handing_out);
    auto const after = std::max(from, of_.drained);
    to_.tail += std::max(0.0, std::min(to, last_) - after);
    add_part(std::max(after, last_), to, to_.end);
  }

  /// Within a visit that stands for several.
  void add_hidden(visit const& one) {
    auto const hidden = one.span - one.seconds;
    if (hidden <= 0 || one.span <= 0) return;
    auto const share = hidden / one.span;
    auto const root = share * of_.bodies.within(one.begin, one.end());
    auto const journal = share * of_.journal.within(one.begin, one.end());
    to_.root += root;
    to_.journal += journal;
    to_.handing_out += std::max(0.0, hidden - root - journal);
  }

 private:
  void add_part(double from, double to, double& rest) {
    if (to <= from) return;
    auto const root = of_.bodies.within(from, to);
    auto const journal = of_.journal.within(from, to);
    to_.root += root;
    auto const no_calls = of_.no_calls.within(from, to);
    to_.journal += journal;
    to_.no_calls += no_calls;
    rest += std::max(0.0, to - from - root - journal - no_calls);
  }

  loop_record const& of_;
  double last_;
  idle_time& to_;
};

}  // namespace

auto last_visit_of(loop_record const& record) -> double {
  auto last = 0.0;
  for (auto const& its : record.of_ranks)
    if (!its.visits.empty()) last = std::max(last, its.visits.back().end());
  return last;
}

auto last_begin_of(loop_record const& record) -> double {
  auto last = 0.0;
  for (auto const& its : record.of_ranks)
    if (!its.visits.empty()) last = std::max(last, its.visits.back().begin);
  return last;
}

auto idle_time_of(loop_record const& record) -> idle_time {
  auto sum = idle_time();
  auto book = gaps(record, sum);
  auto const root_from = record.shared ? 0.0 : record.began;
  for (auto const& its : record.of_ranks) {
    auto const there = std::min(std::max({0.0, its.arrived, root_from}), record.ended);
    sum.start += there;
    auto at = there;
    for (auto const& one : its.visits) {
      book.add(at, std::max(at, one.begin));
      book.add_hidden(one);
      at = std::max(at, one.end());
    }
    book.add(at, std::max(at, record.ended));
  }
  return sum;
}

}  // namespace dlp::detail
