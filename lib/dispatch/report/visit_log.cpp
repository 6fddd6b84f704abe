// SPDX-License-Identifier: BSL-1.0
#include <dispatch/report/visit_log.hpp>

#include <cstdint>
#include <utility>

#include <dispatch/report/core_time.hpp>
#include <dlp/core/failure.hpp>

namespace dlp::detail {
namespace {

using real_seconds = std::chrono::duration<double>;

/// The two as one, of which `b` came later.
auto together(visit const& a, visit const& b) -> visit {
  return {.first = std::min(a.first, b.first),
          .count = a.count + b.count,
          .begin = a.begin,
          .span = b.end() - a.begin,
          .seconds = a.seconds + b.seconds,
          .longest = static_cast<float>(std::max(a.most(), b.most()))};
}

}  // namespace

void append(bytes& to, rank_times const& what) {
  append(to, std::int64_t{what.rank});
  append(to, std::string_view(what.host));
  for (auto const time : {what.arrived, what.left, what.queued}) append(to, time);
  append(to, std::uint64_t{what.left_early});
  append(to, std::uint64_t{what.visits.size()});
  to.reserve(to.size() + what.visits.size() * sizeof(visit));
  for (auto const& one : what.visits) append(to, one);
}

auto take_rank_times(byte_reader& from) -> rank_times {
  auto what = rank_times();
  what.rank = static_cast<int>(from.take<std::int64_t>());
  what.host = from.take_text();
  for (auto* const time : {&what.arrived, &what.left, &what.queued}) *time = from.take<double>();
  what.left_early = from.take<std::uint64_t>() != 0;
  auto const count = from.take<std::uint64_t>();
  auto rest = byte_reader(from.take(count * sizeof(visit)));
  what.visits.reserve(rest.rest().size() / sizeof(visit));
  while (!rest.done()) what.visits.push_back(rest.take<visit>());
  return what;
}

visit_log::visit_log(std::size_t capacity) : capacity_(std::max<std::size_t>(capacity, 2)) {
  queued_before_ = seconds_without_core();
}

/// Of several examples, which took far longer than those before, one is taken for the long one.
void visit_log::add(index_t first, index_t count, clock::time_point begin, clock::time_point end) {
  constexpr auto worth_a_look = 100e-6;
  auto made = visit{.first = first,
                    .count = count,
                    .begin = in_seconds(begin),
                    .span = real_seconds(end - begin).count()};
  made.seconds = made.span;
  if (count > 1) {
    auto const others = static_cast<double>(count - 1) * mean_;
    auto const is_long = made.seconds > 2 * static_cast<double>(count) * mean_;
    made.longest = static_cast<float>(is_long && mean_ > 0 ? made.seconds - others : 0);
  }
  mean_ = mean_ == 0 ? made.each() : mean_ + (std::min(made.each(), 4 * mean_) - mean_) / 8;
  stride_ = mean_ >= worth_a_look / 2
                ? 1
                : std::max<index_t>(
                      1, static_cast<index_t>(worth_a_look / std::max(mean_, worth_a_look / 4096)));
  if (in_last_ % together_ != 0) {
    visits_.back() = together(visits_.back(), made);
  } else {
    if (visits_.size() == capacity_) halve();
    visits_.push_back(made);
    in_last_ = 0;
  }
  ++in_last_;
}

void visit_log::halve() {
  auto kept = std::size_t{0};
  for (auto at = std::size_t{0}; at < visits_.size(); at += 2)
    visits_[kept++] =
        at + 1 == visits_.size() ? visits_[at] : together(visits_[at], visits_[at + 1]);
  visits_.resize(kept);
  together_ *= 2;
}

void visit_log::shrink(std::size_t most) {
  capacity_ = std::max<std::size_t>(most, 2);
  while (visits_.size() > capacity_) halve();
}

auto visit_log::take(int rank, clock::time_point arrived) -> rank_times {
  return {.rank = rank,
          .host = host_name(),
          .arrived = in_seconds(arrived),
          .left = in_seconds(clock::now()),
          .queued = seconds_without_core() - queued_before_,
          .visits = std::exchange(visits_, {})};
}

}  // namespace dlp::detail
