// SPDX-License-Identifier: BSL-1.0
#include <dispatch/shared/block_service.hpp>

#include <algorithm>
#include <utility>

#include <comm/wire/backoff.hpp>

namespace dlp::detail {

block_service::block_service(private_communicator& own, bool usable)
    : ranks_(own.talk.size()),
      usable_(usable),
      to_servers_(own.duplicate, &own.count),
      from_nodes_(own.duplicate, &own.count),
      to_nodes_(own.duplicate, nullptr, &own.count) {}

block_service::~block_service() {
  thread_.quit();
  while (from_nodes_.try_receive()) {  // of loops that ended in a disagreement
  }
}

void block_service::open(std::uint64_t call, loop_terms terms, std::string words,
                         progress_options const& shown) {
  {
    auto const lock = std::scoped_lock(mutex_);
    loops_.try_emplace(call, std::move(terms), std::move(words), ranks_, shown);
    last_call_ = call;
    opened_ = true;
  }
  thread_.wake();
}

void block_service::tell(int root, block_request const& what) {
  auto content = bytes();
  append(content, what);
  to_servers_.send(root, std::move(content));
}

/// Serves until all loops that are open are over, and all have heard of it.
void block_service::serve() {
  auto waiting = backoff(true);  // the thread has no core of its own
  while (true) {
    take_up_early();
    while (auto const one = from_nodes_.try_receive()) {
      hear(*one);
      waiting.reset();
    }
    if (to_nodes_.flushed() && !has_work()) return;
    waiting.pause();
  }
}

/// What came before its loop was open here.
void block_service::take_up_early() {
  auto due = std::vector<parcel>();
  {
    auto const lock = std::scoped_lock(mutex_);
    if (std::exchange(opened_, false)) due = std::exchange(early_, {});
  }
  for (auto const& one : due) hear(one);
}

auto block_service::has_work() -> bool {
  auto const lock = std::scoped_lock(mutex_);
  for (auto& [call, loop] : loops_) loop.show_progress();
  return !loops_.empty();
}

void block_service::hear(parcel const& one) {
  auto reader = byte_reader(one.content);
  auto request = take_block_request(reader);
  auto const call = request.call;
  auto const lock = std::scoped_lock(mutex_);
  auto const found = loops_.find(call);
  if (found == loops_.end()) {
    if (call > last_call_) early_.push_back(one);
    return;  // else it is of a loop in which the ranks disagreed
  }
  for (auto& answer : found->second.take(one.source, std::move(request))) {
    auto made = make_message(call, answer.what, answer.range);
    made.body = std::move(answer.body);
    to_nodes_.send(answer.to, std::move(made));
  }
  if (found->second.over()) loops_.erase(found);
}

}  // namespace dlp::detail
