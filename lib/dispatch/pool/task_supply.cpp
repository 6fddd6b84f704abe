// SPDX-License-Identifier: BSL-1.0
#include <dispatch/pool/task_supply.hpp>

#include <algorithm>
#include <utility>

#include <dlp/dispatch/result_queue.hpp>

namespace dlp::detail {
namespace {

constexpr auto most_argument_bytes = std::size_t{128} << 10;

}  // namespace

auto task_supply::chunk_size(ledger const& book, loop_progress loop) -> index_t {
  auto const has_come_back = book.remaining() != 0;
  auto const* const batch = has_come_back ? at(book.next()).of.get() : waiting_.front();
  if (!batch->series) return 1;
  auto const left = batch->series->left();
  loop.handed_out = batch->made;
  loop.chunks = batch->chunks;
  loop.remaining = left.value_or(0);
  loop.total = left ? std::optional(batch->made + *left) : std::nullopt;
  if (has_come_back) loop.remaining += book.remaining();
  return batch->how_long.chunk(batch->rule, loop);
}

void task_supply::admit(ledger& book, index_t most) {
  auto* const batch = waiting_.front();
  if (!batch) return;
  auto count = index_t{0};
  for (auto size = std::size_t{0}; count != most && size < most_argument_bytes; ++count) {
    auto one = waiting_.pop(*batch);
    if (!one) break;
    size += one->frame.size();
    handed_.push_back(std::move(*one));
  }
  if (count == 0) return;
  ++handed_.back().of->chunks;
  under_way_ += count;
  static_cast<void>(book.add(count));
}

auto task_supply::values_to_send(int rank, index_range range) -> std::vector<std::uint64_t> {
  auto missing = std::vector<std::uint64_t>();
  for (auto index = range.first; index != range.last; ++index) {
    for (auto const& token : at(index).uses) {
      if (!values_.has(token->number)) continue;  // of another pool: the task will say so
      auto& ranks = where_values_are_[token->number];
      auto const place = std::ranges::lower_bound(ranks, rank);
      if (place != ranks.end() && *place == rank) continue;
      ranks.insert(place, rank);
      missing.push_back(token->number);
    }
  }
  return missing;
}

auto task_supply::drop_value(std::uint64_t number) -> std::vector<int> {
  values_.drop(number);
  auto const its = where_values_are_.extract(number);
  return its ? its.mapped() : std::vector<int>();
}

void task_supply::append_to(bytes& body, index_range range) const {
  for (auto index = range.first; index != range.last; ++index) {
    auto const& frame = at(index).frame;
    append(body, std::uint64_t{frame.size()});
    body.insert(body.end(), frame.begin(), frame.end());
  }
}

void task_supply::arrived(bytes const& results) const {
  if (!arrival_) return;
  for (auto from = byte_reader(results); !from.done();) {
    auto const one = take_result(from);
    arrival_(one.index, one.packed);
  }
}

auto task_supply::pace_of(index_t index) noexcept -> pace* {
  return index < first_ ? nullptr : &at(index).of->how_long;
}

auto task_supply::settle(index_t index) -> heard {
  if (index < first_) return {};
  auto& one = handed_[static_cast<std::size_t>(index - first_)];
  if (!one.to) return {};
  --under_way_;
  bytes().swap(one.frame);
  auto const uses = std::exchange(one.uses, {});  // the last of them may drop a value
  auto what = heard{std::exchange(one.to, nullptr), one.tag};
  while (!handed_.empty() && !handed_.front().to) {
    handed_.pop_front();
    ++first_;
  }
  return what;
}

void task_supply::drop_all(std::exception_ptr const& why) {
  auto const last = first_ + handed_.size();
  for (auto index = first_; index != last; ++index) {
    if (auto const [to, tag] = settle(index); to) to->dropped(tag, why);
  }
  waiting_.drop_all(why);
}

}  // namespace dlp::detail
