// SPDX-License-Identifier: BSL-1.0
#include <dispatch/shared/shared_report.hpp>

#include <algorithm>
#include <utility>

namespace dlp::detail {

shared_report::shared_report(call& here)
    : here_(here), log_(most_visits / static_cast<std::size_t>(here.talk().size())) {}

void shared_report::visited(index_range what, clock::time_point begin, clock::time_point end) {
  if (!what.empty()) log_.add(what.first, what.size(), begin, end);
}

void shared_report::take(message const& what) {
  if (!here_.at_root()) {
    is_asked_ = (what.flags & notes_times) != 0;
    return;
  }
  auto body = byte_reader(what.body);
  told_.push_back(take_rank_times(body));
}

/// Whoever has left has told, or is about to be heard.
void shared_report::ends() {
  if (!here_.at_root()) return;
  for (auto rank = 0; rank != here_.talk().size(); ++rank) {
    auto const has_told = std::ranges::find(told_, rank, &rank_times::rank) != told_.end();
    if (rank != here_.root() && !has_told) here_.send(rank, word::times, {}, notes_times);
  }
}

auto shared_report::has_all() const noexcept -> bool {
  if (!here_.at_root()) return is_asked_.has_value();
  return told_.size() + 1 == static_cast<std::size_t>(here_.talk().size());
}

auto shared_report::conclude() -> std::vector<rank_times> {
  auto its = log_.take(here_.talk().rank(), arrived_);
  if (here_.at_root()) {
    told_.push_back(std::move(its));
    return std::exchange(told_, {});
  }
  if (*is_asked_) {
    send(std::move(its));
    here_.talk().flush();  // the root waits for it, and this rank may compute without MPI now
  }
  return {};
}

/// What it sends then is so small that MPI takes it at once, whether or not the root listens.
void shared_report::leaves() {
  constexpr auto few = std::size_t{32};
  if (!here_.at_root()) {
    log_.shrink(few);
    auto its = log_.take(here_.talk().rank(), arrived_);
    its.left_early = true;
    send(std::move(its));
    return;
  }
  for (auto rank = 0; rank != here_.talk().size(); ++rank)
    if (rank != here_.root()) here_.send(rank, word::times);
}

void shared_report::send(rank_times its) {
  auto body = bytes();
  append(body, its);
  here_.send(here_.root(), word::times, std::move(body));
}

}  // namespace dlp::detail
