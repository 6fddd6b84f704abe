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
  }
  open(call);
}

void block_service::open(std::uint64_t call) {
  {
    auto const lock = std::scoped_lock(mutex_);
    last_call_ = call;
    opened_ = true;
  }
  thread_.wake();
}

void block_service::keep(std::uint64_t call, std::string loop, int root,
                         std::unique_ptr<recorder> by) {
  auto const lock = std::scoped_lock(mutex_);
  books_.try_emplace(call, std::move(by), std::move(loop), root, ranks_);
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
    keep_books();
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
  return !loops_.empty() || !books_.empty();
}

void block_service::hear(parcel const& one) {
  auto reader = byte_reader(one.content);
  auto request = take_block_request(reader);
  auto const call = request.call;
  auto const lock = std::scoped_lock(mutex_);
  if (request.what == block_request::word::visited) {
    hear_visits(call, one, request.report);
    return;
  }
  if (request.what == block_request::word::forget) forget_book(call);
  auto const found = loops_.find(call);
  if (found == loops_.end()) {
    if (call > last_call_) early_.push_back(one);
    return;  // else it is of a loop in which the ranks disagreed
  }
  send(call, found->second.take(one.source, std::move(request)));
  if (found->second.over()) loops_.erase(found);
}

void block_service::send(std::uint64_t call, std::vector<block_server::answer> answers) {
  for (auto& answer : answers) {
    auto made = make_message(call, answer.what, answer.range);
    made.body = std::move(answer.body);
    to_nodes_.send(answer.to, std::move(made));
  }
}

/// What was done before the ranks disagreed is done.
void block_service::forget_book(std::uint64_t call) {
  auto const found = books_.find(call);
  if (found == books_.end()) return;
  static_cast<void>(found->second.keep());
  books_.erase(found);
}

void block_service::hear_visits(std::uint64_t call, parcel const& one, bytes const& report) {
  auto const found = books_.find(call);
  if (found == books_.end()) {
    if (call > last_call_) early_.push_back(one);
    return;
  }
  auto reader = byte_reader(report);
  found->second.take(one.source, take_visit_report(reader));
}

void block_service::keep_books() {
  auto const lock = std::scoped_lock(mutex_);
  for (auto& [call, book] : books_) keep(call, book);
  std::erase_if(books_, [](auto const& one) { return one.second.is_over(); });
}

void block_service::keep(std::uint64_t call, visit_book& book) {
  for (auto const& answer : book.keep()) {
    for (auto rank = 0; rank != ranks_; ++rank) {
      auto made = make_message(call, answer.what);
      made.body = answer.body;
      to_nodes_.send(rank, std::move(made));
    }
    auto const loop = loops_.find(call);
    if (answer.what == word::halt && loop != loops_.end()) send(call, loop->second.halt());
  }
}

}  // namespace dlp::detail
