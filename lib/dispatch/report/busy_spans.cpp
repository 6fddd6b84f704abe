// SPDX-License-Identifier: BSL-1.0
#include <dispatch/report/busy_spans.hpp>

#include <algorithm>
#include <utility>

#include <core/middle_of.hpp>

namespace dlp::detail {

void busy_spans::add(double begin, double end) {
  if (end <= begin) return;
  seconds_ += end - begin;
  if (!spans_.empty() && begin - spans_.back().end <= gap_) {
    spans_.back().end = end;
    spans_.back().busy += end - begin;
    return;
  }
  spans_.push_back({begin, end, end - begin});
  if (spans_.size() <= most_) return;
  auto gaps = std::vector<double>();
  for (auto at = std::size_t{1}; at != spans_.size(); ++at)
    gaps.push_back(spans_[at].begin - spans_[at - 1].end);
  join(middle_of(std::move(gaps)));
}

void busy_spans::join(double gap) {
  gap_ = gap;
  auto kept = std::size_t{0};
  for (auto at = std::size_t{1}; at != spans_.size(); ++at) {
    if (spans_[at].begin - spans_[kept].end <= gap_) {
      spans_[kept].end = spans_[at].end;
      spans_[kept].busy += spans_[at].busy;
    } else {
      spans_[++kept] = spans_[at];
    }
  }
  spans_.resize(kept + 1);
}

auto busy_spans::within(double from, double to) const -> double {
  auto sum = 0.0;
  for (auto at = std::ranges::upper_bound(spans_, from, {}, &span::end);
       at != spans_.end() && at->begin < to; ++at) {
    auto const both = std::min(to, at->end) - std::max(from, at->begin);
    sum += both * at->busy / (at->end - at->begin);
  }
  return sum;
}

void busy_spans::shift(double by) {
  for (auto& one : spans_) {
    one.begin += by;
    one.end += by;
  }
}

}  // namespace dlp::detail
