// SPDX-License-Identifier: BSL-1.0
#include <dispatch/ledger/losses.hpp>

#include <algorithm>

namespace dlp::detail {
namespace {

auto in_words(std::vector<losses::lost_rank> const& with) -> std::string {
  auto text = std::to_string(with.size()) + (with.size() == 1 ? " rank was" : " ranks were") +
              " lost with it: ";
  for (auto const& one : with) {
    text += (&one == &with.front() ? "rank " : ", rank ") + std::to_string(one.rank) + " (" +
            one.host + ")";
  }
  return text;
}

}  // namespace

auto losses::book(std::vector<index_range> const& had, lost_rank const& who)
    -> std::optional<failure> {
  auto const is_known = had.size() == 1 && had.front().size() == 1;
  for (auto const range : had) {
    auto with = take_history(range);
    with.push_back(who);
    // Of several, any may be the one: they are tried singly, even where one loss is enough.
    if (is_known && with.size() >= deaths_) {
      return failure{range.first, who.rank, who.host, {}, in_words(with)};
    }
    waiting_.push_back({range, std::move(with)});
  }
  return std::nullopt;
}

auto losses::take_history(index_range had) -> std::vector<lost_rank> {
  auto const found = with_.find(had.first);
  if (had.size() != 1 || found == with_.end()) return {};
  auto with = std::move(found->second);
  with_.erase(found);
  return with;
}

auto losses::take() -> std::optional<index_t> {
  if (waiting_.empty()) return std::nullopt;
  auto& [range, with] = waiting_.front();
  auto const position = range.take_front(1).first;
  if (!with.empty()) with_[position] = with;
  if (range.empty()) waiting_.pop_front();
  return position;
}

void losses::ends_at(index_t size) {
  for (auto& [range, with] : waiting_) {
    range = {std::min(range.first, size), std::min(range.last, size)};
  }
  std::erase_if(waiting_, [](auto const& one) { return one.range.empty(); });
}

auto losses::size() const noexcept -> index_t {
  auto sum = index_t{0};
  for (auto const& one : waiting_) sum += one.range.size();
  return sum;
}

}  // namespace dlp::detail
