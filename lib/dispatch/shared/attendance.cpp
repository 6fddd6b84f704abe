// SPDX-License-Identifier: BSL-1.0
#include <dispatch/shared/attendance.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

namespace dlp::detail {
namespace {
using presence = loop_pool::presence;
}

attendance::attendance(call& here, loop_pool& pool, std::span<int const> node,
                       bool of_several) noexcept
    : here_(here), pool_(pool), node_(node), of_several_(of_several) {}

void attendance::keep(std::vector<failure> texts) {
  std::ranges::move(texts, std::back_inserter(texts_));
}

auto attendance::failures() const -> std::optional<std::vector<failure>> {
  auto failures = std::vector<failure>();
  for (auto place = std::size_t{0}; place != node_.size(); ++place) {
    auto const rank = node_[place];
    auto const is = pool_.presence_of(place);
    if (is == presence::failed) {
      failures.push_back(unseen_failure(pool_.failed_at(place), rank));
    } else if (is == presence::unable) {
      auto const text = std::ranges::find(texts_, rank, &failure::rank);
      if (text == texts_.end()) return std::nullopt;
      failures.push_back(*text);
    }
  }
  std::ranges::stable_sort(failures, {}, &failure::index);
  return failures;
}

void attendance::tell_the_missing() {
  if (std::exchange(told_, true)) return;
  auto const hello = here_.own_hello();
  auto const is_here = [this](int rank) { return std::ranges::binary_search(node_, rank); };
  if (pool_.begin_telling()) {
    for (auto place = std::size_t{0}; place != node_.size(); ++place) {
      if (pool_.presence_of(place) == presence::absent) {
        here_.send(node_[place], word::hello, hello);
      }
    }
    if (!is_here(here_.root())) here_.say_hello();
  }
  if (!of_several_ || !here_.at_root()) return;
  for (auto rank = 0; rank != here_.talk().size(); ++rank) {
    if (!is_here(rank)) here_.send(rank, word::hello, hello);
  }
}

void attendance::tell_why_unable(std::vector<failure> const& why) {
  here_.say_hello(0, why);
  auto body = bytes();
  append(body, why);
  for (auto rank = 0; rank != here_.talk().size(); ++rank) {
    if (rank != here_.talk().rank() && rank != here_.root()) here_.send(rank, word::end, body);
  }
}

}  // namespace dlp::detail
