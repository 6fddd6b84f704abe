// SPDX-License-Identifier: BSL-1.0
#include <dispatch/report/cost_profile.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

#include <core/middle_of.hpp>

namespace dlp::detail {
namespace {

/// A visit, and whose it is.
struct own_visit {
  visit const* of;
  std::size_t worker;
};

auto by_position(loop_record const& record) -> std::vector<own_visit> {
  auto all = std::vector<own_visit>();
  for (auto worker = std::size_t{0}; worker != record.of_ranks.size(); ++worker)
    for (auto const& one : record.of_ranks[worker].visits) all.push_back({&one, worker});
  std::ranges::sort(all, {}, [](own_visit const& one) { return one.of->first; });
  return all;
}

/// What an example costs on the other workers, of those that lie nearest; 0 where none is near.
auto cost_on_others(std::vector<own_visit> const& all, std::size_t at) -> double {
  constexpr auto farthest = std::size_t{32};
  constexpr auto enough = std::size_t{4};
  auto costs = std::vector<double>();
  for (auto away = std::size_t{1}; away <= farthest && costs.size() < enough; ++away) {
    for (auto const other : {at - away, at + away}) {  // before the first is beyond the last
      if (other < all.size() && all[other].worker != all[at].worker)
        costs.push_back(all[other].of->each());
    }
  }
  return costs.empty() ? 0 : middle_of(std::move(costs));
}

}  // namespace

cost_profile::cost_profile(std::vector<piece> pieces) : pieces_(std::move(pieces)) {
  auto count = index_t{0};
  auto sum = 0.0;
  for (auto const& one : pieces_) {
    counts_.push_back(count += one.count);
    sums_.push_back(sum += static_cast<double>(one.count) * one.each);
  }
}

auto cost_profile::seconds_before(index_t position) const -> double {
  auto const found = std::ranges::upper_bound(counts_, position);
  if (found == counts_.end()) return seconds();
  auto const at = static_cast<std::size_t>(found - counts_.begin());
  return sums_[at] - static_cast<double>(counts_[at] - position) * pieces_[at].each;
}

auto cost_profile::seconds(index_range range) const -> double {
  return std::max(0.0, seconds_before(range.last) - seconds_before(range.first));
}

auto cost_profile::begun_after(double seconds, index_range range) const -> index_t {
  auto const sum = seconds_before(range.first) + seconds;
  auto const found = std::ranges::upper_bound(sums_, sum);
  if (found == sums_.end()) return range.last;
  auto const at = static_cast<std::size_t>(found - sums_.begin());
  auto const left = std::floor((*found - sum) / pieces_[at].each);
  auto const whole = std::min(static_cast<index_t>(left), pieces_[at].count - 1);
  return std::clamp(counts_[at] - whole, std::min(range.first + 1, range.last), range.last);
}

auto cost_profile::longest_first() const -> cost_profile {
  auto sorted = pieces_;
  std::ranges::stable_sort(sorted, std::greater(), &piece::each);
  return cost_profile(std::move(sorted));
}

/// It takes as many examples as tell a difference from chance: that of three standard deviations,
/// if each were as likely to be slower as faster.
auto slowness_of(loop_record const& record) -> std::vector<double> {
  constexpr auto least = 1.25;
  constexpr auto too_few = std::size_t{9};
  auto const all = by_position(record);
  auto ratios = std::vector<std::vector<double>>(record.of_ranks.size());
  for (auto at = std::size_t{0}; at != all.size(); ++at) {
    auto const others = cost_on_others(all, at);
    if (others > 0) ratios[all[at].worker].push_back(all[at].of->each() / others);
  }
  auto slowness = std::vector<double>();
  for (auto& one : ratios) {
    auto const count = static_cast<double>(one.size());
    auto const slower = std::ranges::count_if(one, [](double ratio) { return ratio > 1; });
    auto const is_clear =
        one.size() >= too_few && static_cast<double>(slower) >= count / 2 + 1.5 * std::sqrt(count);
    auto const ratio = is_clear ? middle_of(std::move(one)) : 1.0;
    slowness.push_back(ratio >= least ? ratio : 1.0);
  }
  return slowness;
}

auto profile_of(loop_record const& record, std::span<double const> slowness) -> cost_profile {
  constexpr auto worth_telling_apart = 1.5;
  auto pieces = std::vector<cost_profile::piece>();
  for (auto const& [of, worker] : by_position(record)) {
    auto const speed = 1 / slowness[worker];
    if (of->count > 1 && of->most() > worth_telling_apart * of->each()) {
      auto const rest = std::max(0.0, of->seconds - of->most());
      pieces.push_back({of->count - 1, speed * rest / static_cast<double>(of->count - 1)});
      pieces.push_back({1, speed * of->most()});
    } else {
      pieces.push_back({of->count, speed * of->each()});
    }
  }
  return cost_profile(std::move(pieces));
}

}  // namespace dlp::detail
