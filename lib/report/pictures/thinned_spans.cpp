// SPDX-License-Identifier: BSL-1.0
#include <report/pictures/thinned_spans.hpp>

#include <algorithm>
#include <utility>

namespace dlp::detail {
namespace {

/// Those that together are no longer than a grain: of what lies in a time there are at most two for
/// each grain.
auto joined(std::vector<drawn_span> const& spans, double grain) -> std::vector<drawn_span> {
  auto fewer = std::vector<drawn_span>();
  for (auto const& one : spans) {
    if (fewer.empty() || one.end - fewer.back().begin > grain) {
      fewer.push_back(one);
      continue;
    }
    auto& last = fewer.back();
    last.end = std::max(last.end, one.end);
    last.busy += one.busy;
    last.first = std::min(last.first, one.first);
    last.count += one.count;
  }
  return fewer;
}

}  // namespace

void thinned_spans::add(drawn_span const& one) {
  spans_.push_back(one);
  if (spans_.size() > most_) thin_to(most_ / 2);
}

/// Spans may overlap, where threads draw or clocks disagree: then a grain takes more of them.
void thinned_spans::thin_to(std::size_t most) {
  if (spans_.size() <= most) return;
  spans_ = all();
  auto const last = std::ranges::max_element(spans_, {}, &drawn_span::end)->end;
  auto grain =
      2 * (last - spans_.front().begin) / static_cast<double>(std::max<std::size_t>(most, 2));
  for (; spans_.size() > std::max<std::size_t>(most, 2); grain *= 2) spans_ = joined(spans_, grain);
}

void thinned_spans::shift(double by) {
  for (auto& one : spans_) {
    one.begin += by;
    one.end += by;
  }
}

auto thinned_spans::all() const -> std::vector<drawn_span> {
  auto sorted = spans_;
  std::ranges::stable_sort(sorted, {}, &drawn_span::begin);
  return sorted;
}

auto thinned_spans::busy() const -> double {
  auto sum = 0.0;
  for (auto const& one : spans_) sum += one.busy;
  return sum;
}

auto thinned_spans::count() const -> index_t {
  auto sum = index_t{0};
  for (auto const& one : spans_) sum += one.count;
  return sum;
}

void thinned_spans::add_to(std::vector<double>& steps, double until) const {
  auto const step = until / static_cast<double>(steps.size());
  if (!(step > 0)) return;
  for (auto const& one : spans_) {
    auto const length = one.end - one.begin;
    auto const from = std::max(one.begin, 0.0);
    for (auto at = static_cast<std::size_t>(from / step); at < steps.size(); ++at) {
      auto const left = std::max(from, static_cast<double>(at) * step);
      auto const right = std::min(one.end, static_cast<double>(at + 1) * step);
      if (right > left) steps[at] += one.busy * (right - left) / length;
      if (one.end <= static_cast<double>(at + 1) * step) break;
    }
  }
}

}  // namespace dlp::detail
