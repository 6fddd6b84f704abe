// SPDX-License-Identifier: BSL-1.0
#include <task/expected_durations.hpp>

#include <iterator>
#include <utility>

namespace dlp::detail {

expected_durations::expected_durations(std::vector<index_t> dimensions)
    : dimensions_(std::move(dimensions)), places_(dimensions_.size()) {}

/// Calls `f(dimension, place)` with where the cell lies along each dimension: the last one varies
/// fastest.
template <class F>
void expected_durations::for_each_place(index_t cell, F f) const {
  for (auto d = dimensions_.size(); d-- != 0; cell /= dimensions_[d]) f(d, cell % dimensions_[d]);
}

void expected_durations::add(index_t cell, double seconds) {
  cells_[cell] = seconds;
  all_.add(seconds);
  for_each_place(cell, [&](std::size_t d, index_t place) { places_[d][place].add(seconds); });
}

auto expected_durations::of(index_t cell) const -> double {
  if (auto const known = cells_.find(cell); known != cells_.end()) return known->second;
  if (all_.sum <= 0) return 0;
  auto seconds = all_.value();
  for_each_place(cell, [&](std::size_t d, index_t place) {
    seconds *= nearest(places_[d], place) / all_.value();
  });
  return seconds;
}

auto expected_durations::nearest(std::map<index_t, mean> const& known, index_t place) -> double {
  auto const behind = known.lower_bound(place);
  if (behind == known.begin()) return behind->second.value();
  auto const before = std::prev(behind);
  if (behind == known.end() || place - before->first < behind->first - place)
    return before->second.value();
  return behind->second.value();
}

}  // namespace dlp::detail
