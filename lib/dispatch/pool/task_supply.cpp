// SPDX-License-Identifier: BSL-1.0
#include <dispatch/pool/task_supply.hpp>

#include <algorithm>
#include <utility>

#include <dlp/core/error.hpp>
#include <dlp/dispatch/result_queue.hpp>

namespace dlp::detail {
namespace {

constexpr auto most_argument_bytes = std::size_t{128} << 10;

}  // namespace

auto task_supply::chunk_size(ledger const& book, loop_progress loop) -> index_t {
  auto const has_come_back = book.remaining() != 0;
  auto const* const batch = has_come_back ? handed_.batch_of(book.next()).get() : waiting_.front();
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
  auto chunk = waiting_.take(most, most_argument_bytes);
  auto const count = chunk.size();
  if (count == 0) return;
  ++chunk.of->chunks;
  handed_.add(*book.size(), std::move(chunk));
  static_cast<void>(book.add(count));
}

auto task_supply::values_to_send(int rank, index_range range) -> std::vector<std::uint64_t> {
  auto missing = std::vector<std::uint64_t>();
  for (auto const& token : handed_.values_of(range.first)) {
    if (!values_.has(token->number)) continue;  // of another pool: the task will say so
    auto& ranks = where_values_are_[token->number];
    auto const place = std::ranges::lower_bound(ranks, rank);
    if (place != ranks.end() && *place == rank) continue;
    ranks.insert(place, rank);
    missing.push_back(token->number);
  }
  return missing;
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
  auto const& of = handed_.batch_of(index);
  return {of, &of->how_long};
}

void task_supply::fail(std::string_view pool, failure what) {
  auto const [to, tag] = settle(what.index);
  what.index = tag;
  if (to) to->dropped(tag, std::make_exception_ptr(task_error(pool, {std::move(what)})));
}

void task_supply::drop_all(std::exception_ptr const& why) {
  handed_.drop_all(why);
  waiting_.drop_all(why);
}

}  // namespace dlp::detail
