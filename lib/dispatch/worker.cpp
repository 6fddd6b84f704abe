// SPDX-License-Identifier: BSL-1.0
#include <dlp/dispatch/worker.hpp>

#include <algorithm>
#include <utility>

#include <dlp/core/error.hpp>

namespace dlp::detail {
namespace {

using clock = std::chrono::steady_clock;

// Small results travel together: until they fill a message, or have waited as long as a person
// would call "at once".
constexpr auto enough_results = std::size_t{32} << 10;
constexpr auto long_enough = std::chrono::milliseconds(10);

}  // namespace

worker::worker(call& here, std::stop_token stop)
    : here_(here), stop_(std::move(stop)), sent_(clock::now()) {
  here_.say_hello();
}

auto worker::next() -> index_range {
  while (true) {
    if (!open_ && !await_chunk()) return {};
    while (auto const what = here_.try_receive()) hear(*what);
    if (!open_) continue;
    auto const& chunk = chunks_.front();
    auto const stopped = stop_.stop_requested();
    if (halted_ || stopped || given_to_ == chunk.last || (size_ && given_to_ >= *size_)) {
      report(word::done, given_to_, stopped ? asks_to_stop : no_flag);
      continue;
    }
    auto const few = stop_.stop_possible() ? 1 : pulse_.beat(clock::now());
    auto given = index_range{given_to_, chunk.last}.take_front(few);
    given_to_ = given.last;
    return given;
  }
}

void worker::range_ends_at(index_t size) {
  size_ = size;
  report(word::done, size, range_has_ended);
}

void worker::deliver(index_t index, bytes const& packed) {
  append(results_, index);
  append(results_, std::uint64_t{packed.size()});
  results_.insert(results_.end(), packed.begin(), packed.end());
  if (results_.size() >= enough_results || clock::now() - sent_ > long_enough) send_results();
}

void worker::send_results() {
  sent_ = clock::now();
  if (!results_.empty()) here_.send(here_.root(), word::results, std::exchange(results_, {}));
}

void worker::fail(failure const& what) {
  auto body = bytes();
  append(body, std::vector{what});
  here_.send(here_.root(), word::failed, std::move(body));
}

void worker::leave(index_t visited_to, std::vector<failure> const& why) {
  if (!why.empty()) append(results_, why);  // a loop that can be left has no results
  if (!open_) {
    here_.send(here_.root(), word::left, std::exchange(results_, {}));
  } else {
    report(word::left, visited_to);
  }
  here_.talk().flush();
}

void worker::report(word what, index_t visited_to, std::uint32_t flags) {
  auto const chunk = chunks_.front();
  auto made = make_message(here_.number(), what, {chunk.first, visited_to}, flags);
  made.seconds = std::chrono::duration<double>(clock::now() - opened_).count();
  made.body = std::exchange(results_, {});
  sent_ = clock::now();
  here_.talk().send(here_.root(), std::move(made));
  chunks_.pop_front();
  open_ = false;
}

/// Opens the next chunk; false at the end of the loop.
auto worker::await_chunk() -> bool {
  while (chunks_.empty() && !ended_) hear(here_.receive());
  if (ended_) {
    if (!failures_.empty()) throw task_error(here_.words(), failures_);
    return false;
  }
  open_ = true;
  given_to_ = chunks_.front().first;
  opened_ = clock::now();
  return true;
}

void worker::hear(message const& what) {
  switch (what.what) {
    case word::work:
      chunks_.push_back(what.range);
      break;
    case word::halt:
      halted_ = true;
      break;
    case word::end: {
      // Before the last report only when the root left the loop: then nobody waits for the rest.
      ended_ = true;
      chunks_.clear();
      open_ = false;
      auto body = byte_reader(what.body);
      if (!body.done()) failures_ = take_failures(body);
      break;
    }
    default:
      break;
  }
}

}  // namespace dlp::detail
