// SPDX-License-Identifier: BSL-1.0
#include <dispatch/managed/handed_chunks.hpp>

#include <algorithm>
#include <utility>

#include <dlp/schedule/progress.hpp>

namespace dlp::detail {

auto handed_chunks::add(index_range range, bool may, std::shared_ptr<pace> of) -> bool {
  auto made = one{.range = range, .of = std::move(of)};
  if (chunks_.empty()) made.asked = clock::now();
  if (may && stealable_ && range.size() <= stealable_chunk::longest) {
    made.on = stealable_ + count_ % 2;
    made.on->lay(range.size());
  }
  ++count_;
  chunks_.push_back(std::move(made));
  return chunks_.back().on != nullptr;
}

auto handed_chunks::pop() -> std::optional<clock::time_point> {
  auto const asked = chunks_.front().asked;
  chunks_.erase(chunks_.begin());
  return asked;
}

auto handed_chunks::rest() const noexcept -> index_t {
  auto sum = index_t{0};
  for (auto const& chunk : chunks_) sum += chunk.on ? chunk.on->rest() : 0;
  return sum;
}

auto handed_chunks::movable(std::size_t place) const noexcept -> index_t {
  auto const* const on = chunks_[place].on;
  if (!on) return 0;
  auto const rest = on->rest();
  if (place != 0) return rest;
  return on->is_begun() ? divide_up(rest, 2) : rest / 2;
}

auto handed_chunks::movable() const noexcept -> index_t {
  auto sum = index_t{0};
  for (auto place = std::size_t{0}; place != chunks_.size(); ++place) sum += movable(place);
  return sum;
}

auto handed_chunks::take_back() -> piece {
  auto const last = chunks_.size() - 1;
  auto const place = movable(last) != 0 ? last : 0;
  auto& [range, on, asked, of] = chunks_[place];
  if (!on) return {place, range.last};
  auto const rest = on->rest();
  range.last = range.first + on->take_back(rest - std::min(rest, movable(place))).first;
  return {place, range.last};
}

auto handed_chunks::take_all() -> std::vector<index_t> {
  auto begun_below = std::vector<index_t>();
  for (auto const& [range, on, asked, of] : chunks_) {
    begun_below.push_back(on ? range.first + on->take_back(0).first : range.last);
  }
  return begun_below;
}

}  // namespace dlp::detail
