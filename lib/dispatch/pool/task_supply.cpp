// SPDX-License-Identifier: BSL-1.0
#include <dispatch/pool/task_supply.hpp>

#include <algorithm>
#include <utility>

#include <comm/job/child_process.hpp>
#include <dlp/core/error.hpp>
#include <dlp/dispatch/result_queue.hpp>

namespace dlp::detail {
namespace {

constexpr auto most_argument_bytes = std::size_t{128} << 10;

}  // namespace

auto task_supply::chunk_size(ledger const& book, loop_progress loop, bool may) -> index_t {
  auto const has_come_back = book.remaining() != 0;
  auto const* const batch = has_come_back ? handed_.batch_of(book.next()).get() : waiting_.front();
  if (!batch) return 1;  // it may have been stopped since it was last looked at
  if (!batch->series) {
    if (!may || makes_tasks() || has_come_back) return 1;
    return batch->how_long->short_ones(waiting_.alone() / (2 * loop.workers));
  }
  auto const left = batch->series->left();
  loop.handed_out = batch->made;
  loop.chunks = batch->chunks;
  loop.remaining = left.value_or(0);
  loop.total = left ? std::optional(batch->made + *left) : std::nullopt;
  if (has_come_back) loop.remaining += book.remaining();
  return batch->how_long->chunk(batch->rule, loop);
}

void task_supply::admit(ledger& book, index_t most) {
  auto chunk = waiting_.take(most, most_argument_bytes);
  // A range may fork while it is read, and to hand out begins in memory that a child shares.
  require_no_child();
  auto const count = chunk.size();
  if (count == 0) return;
  ++chunk.of->chunks;
  handed_.add(*book.size(), std::move(chunk));
  static_cast<void>(book.add(count));
}

auto task_supply::values_to_send(int rank, index_range range) -> std::vector<std::uint64_t> {
  auto missing = std::vector<std::uint64_t>();
  for (auto const& token : handed_.values_of(range.first)) {
    add_value(*token, rank, missing);
  }
  return missing;
}

void task_supply::add_value(kept_token const& token, int rank,
                            std::vector<std::uint64_t>& missing) {
  if (!values_.has(token.number)) return;  // of another pool: the task will say so
  for (auto const& inner : token.uses) add_value(*inner, rank, missing);
  auto& ranks = where_values_are_[token.number];
  auto const place = std::ranges::lower_bound(ranks, rank);
  if (place != ranks.end() && *place == rank) return;
  ranks.insert(place, rank);
  missing.push_back(token.number);
}

auto task_supply::drop_value(std::uint64_t number) -> std::vector<int> {
  values_.drop(number);
  auto const its = where_values_are_.extract(number);
  return its ? its.mapped() : std::vector<int>();
}

void task_supply::append_to(bytes& body, index_range range) const {
  auto const frames = handed_.frames_of(range);
  body.insert(body.end(), frames.begin(), frames.end());
}

void task_supply::give_up(failure& what) {
  auto const item = item_of(what.index);
  static_cast<void>(settle(what.index));
  name(what, item.path);
}

void task_supply::arrived(bytes const& results) const {
  if (!arrival_) return;
  for (auto from = byte_reader(results); !from.done();) {
    auto const one = take_result(from);
    arrival_(one.index, one.packed);
  }
}

auto task_supply::pace_of(index_t index) const -> std::shared_ptr<pace> {
  return handed_.batch_of(index)->how_long;
}

void task_supply::fail(std::string_view pool, failure what) {
  auto who = settle(what.index);
  what.index = who.tag;
  if (!who.to) return;
  failed_.push_back({std::move(who), std::make_exception_ptr(task_error(pool, {std::move(what)}))});
  if (!waiting_.calls_nobody()) tell_of_failed();
}

auto task_supply::tell_of_failed() -> bool {
  auto const all = std::exchange(failed_, {});
  for (auto const& [who, why] : all) who.to->dropped(who.tag, why);
  return !all.empty();
}

auto task_supply::to_come() -> index_t {
  auto const* const batch = waiting_.front();
  auto const of_series = batch && batch->series ? batch->series->left().value_or(0) : 0;
  return waiting_.alone() + of_series;
}

void task_supply::drop_all(std::exception_ptr const& why) {
  tell_of_failed();
  handed_.drop_all(why);
  waiting_.drop_all(why);
}

}  // namespace dlp::detail
