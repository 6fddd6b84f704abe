// SPDX-License-Identifier: BSL-1.0
#include <dlp/dispatch/manager.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

#include <dlp/core/error.hpp>

namespace dlp::detail {

manager::manager(call& here, loop_terms terms, std::vector<index_t> order, std::stop_token stop,
                 meter_options shown)
    : here_(here),
      terms_(std::move(terms)),
      stop_(std::move(stop)),
      meter_(std::move(shown)),
      workers_(static_cast<std::size_t>(here.talk().size())),
      unseen_(here.talk().size() - 1),
      supply_(terms_.size),
      order_(std::move(order)),
      pace_(!terms_.result.empty()),
      retries_(terms_.on_error),
      losses_(terms_.survive ? terms_.survive->deaths : 1),
      looked_(clock::now()),
      begun_(looked_),
      counted_(looked_) {
  state(here.talk().rank()).is = presence::gone;
  say_what_two_ranks_are();
  if (!terms_.survive) return;
  // Who was lost before is not waited for. One that was only silent may come all the same.
  for (auto rank = 0; rank != here.talk().size(); ++rank) {
    if (rank == here.talk().rank() || !here.talk().is_lost(rank)) continue;
    lose(rank, here.talk().is_dead(rank) ? presence::gone : presence::silent);
  }
  has_lost_ = static_cast<std::size_t>(gone_) + 1 == workers_.size();
}

auto manager::next_result() -> std::optional<raw_result> {
  results_.drop_taken();
  come_back();
  // Workers are served first, so that they compute while the root's body runs; but not while
  // results pile up, so that a slow root slows its workers down and not its memory up.
  while (results_.size() < workers_.size()) {
    check_stop();
    auto what = here_.try_receive();
    if (!what && !results_.empty()) break;
    if (!what) look_for_losses();
    if (!what && over()) {
      std::ranges::move(retries_.give_up(), std::back_inserter(failures_));
      give_up_if_nobody_is_left();
      end(failures_);
      count_idle();
      meter_.finish(now());
      say_who_was_waited_for();
      if (!failures_.empty()) throw task_error(here_.words(), failures_);
      return std::nullopt;
    }
    if (!what) what = wait();
    if (what) take(std::move(*what));
  }
  count_idle();
  is_away_ = true;
  return results_.take();
}

/// The next message; none where the loop is over without one. The workers have their next chunks
/// already: one of them reports about once in the time of a chunk, divided by their number.
auto manager::wait() -> std::optional<message> {
  here_.talk().expect_nothing_for(pace_.time_for(last_chunk_) / std::max(busy_, 1));
  while (true) {
    if (auto what = here_.try_receive()) return what;
    check_stop();
    relieve();
    meter_.show(now());
    if (terms_.survive) {
      look_for_losses();
      if (over()) return std::nullopt;
    }
    here_.talk().pause();
  }
}

void manager::leave(std::vector<failure> const& why) { end(why); }

void manager::fail(failure what, std::optional<index_t> position) {
  auto const others_have_it = position && !is_beyond_the_end(*position);
  if (others_have_it && !stopping_ && retries_.book(*position, what)) return;
  failures_.push_back(std::move(what));
  if (std::holds_alternative<dlp::stop>(terms_.on_error)) stop();
}

void manager::take_failures_of(message const& what, std::optional<index_t> position) {
  auto body = byte_reader(what.body);
  if (body.done()) return;
  for (auto& one : take_failures(body)) fail(std::move(one), position);
}

void manager::take(message what) {
  count_idle();
  auto& worker = state(what.source);
  if (terms_.survive) {
    worker.silence = {};
    // A dead rank's last words: what it had has been given to others.
    if (worker.is == presence::gone) return;
  }
  if (worker.is == presence::silent) {
    take_late(worker, what);
  } else {
    take_in_time(worker, what);
  }
  if (what.flags & asks_to_stop) stop();
  feed(what.source);
  if (has_work()) feed_the_hungry();
  meter_.show(now());
}

void manager::take_in_time(worker_state& worker, message& what) {
  auto const brings_results = what.what == word::done || what.what == word::results;
  computed_ += what.seconds;
  if (brings_results) worker.result_bytes += what.body.size();
  switch (what.what) {
    case word::hello:
      --unseen_;
      take_hello(worker, what);
      break;
    case word::done:
      take_done(worker, what);
      break;
    case word::results:
      if (terms_.survive) settle(worker, what);
      break;
    case word::left:
      take_left(worker, what);
      break;
    case word::failed:
      if (terms_.survive) worker.settled.push_back(what.range.first);
      take_failures_of(what, what.range.first);
      break;
    default:
      break;
  }
  if (brings_results) results_.push(std::move(what.body));
}

void manager::take_hello(worker_state& worker, message const& what) {
  worker.is = presence::present;
  // A rank that can walk its range only once may have passed what comes back from another.
  if (!terms_.single_pass) worker.stakes = here_.talk().stakes_of(what.source, here_.root());
  if (worker.stakes) staked_.push_back(what.source);
  if (terms_.survive) worker.host = call::host_of(what);
  if (auto failures = call::failures_of(what); !failures.empty()) {
    worker.is = presence::gone;  // its range threw before the loop began
    ++gone_;
    std::ranges::for_each(failures, [this](auto& one) { fail(std::move(one)); });
  }
  auto const finds_none = (what.flags & range_has_ended) != 0;
  worker.told_end = finds_none;
  if (finds_none || !what.range.empty()) compare_with_root(finds_none, what.source);
}

void manager::take_done(worker_state& worker, message const& what) {
  measure(worker, what);
  auto rest = worker.chunks.front();
  worker.chunks.pop_front();
  worker.settled.clear();
  if (rest.is == kind::suspect && !what.range.empty()) losses_.absolve(rest.range.first);
  if (worker.chunks.empty()) --busy_;
  if (what.range.last > what.range.first) {
    done_ += what.range.size();
    seen_end_ = std::max(seen_end_, what.range.last);
    compare_with_root(false, what.source);
  }
  if (what.flags & range_has_ended) {
    learn_size(what.range.last, what.source);
    return;
  }
  compare_with_size(what.source);
  rest.range.first = what.range.last;
  give_back(rest);
}

void manager::measure(worker_state& worker, message const& what) {
  auto const bytes = std::exchange(worker.result_bytes, 0);
  if (what.range.last > what.range.first) {
    pace_.add_examples(what.range.size(), what.seconds);
    if (!terms_.result.empty()) pace_.add_results(what.range.size(), bytes);
  }
  if (auto const asked = worker.chunks.front().asked) {
    auto const away = std::chrono::duration<double>(clock::now() - *asked).count();
    pace_.add_round_trip(away - what.seconds);
  }
}

void manager::take_left(worker_state& worker, message const& what) {
  worker.is = presence::gone;
  ++gone_;
  auto chunks = std::exchange(worker.chunks, {});
  auto const visited = !what.range.empty();
  take_failures_of(what, visited ? std::optional(what.range.last - 1) : std::nullopt);
  if (chunks.empty()) return;
  --busy_;
  done_ += what.range.size();
  seen_end_ = std::max(seen_end_, what.range.last);
  if (visited) {
    compare_with_root(false, what.source);
    compare_with_size(what.source);
  }
  // A rank that leaves before it has opened its chunk speaks of no range.
  auto& first = chunks.front().range.first;
  first = std::max(first, what.range.last);
  for (auto const& rest : chunks) {
    give_back(rest);
  }
}

/// Nobody has begun what is left of it. Of what lies beyond the end of the range nobody can.
void manager::give_back(chunk_state const& rest) {
  if (rest.range.empty() || is_beyond_the_end(rest.range.first)) return;
  switch (rest.is) {
    case kind::fresh:
      supply_.give_back(rest.range);
      break;
    case kind::failed:
      retries_.put_back(rest.range.first);
      break;
    case kind::suspect:
      losses_.put_back(rest.range.first);
      break;
    case kind::probe:
      break;
  }
}

/// A worker has come to the end of a range that did not know its size. Where something threw, that
/// says more than another end.
void manager::learn_size(index_t size, int from) {
  state(from).told_end = true;
  if (size == 0) compare_with_root(true, from);
  auto const known = supply_.size();
  auto const differs = (known && *known != size) || size < seen_end_;
  if (differs && failures_.empty()) {
    here_.refuse("rank " + std::to_string(from) + " finds " + std::to_string(size) +
                 " examples, and other ranks found " +
                 (known ? std::to_string(*known) : "at least " + std::to_string(seen_end_)));
  }
  if (known) return;
  supply_.ends_at(size);
  losses_.ends_at(size);
}

/// A worker has visited what others do not have: it was at that when one of them found the end, or
/// was to find its own end there. Where something threw, that says more.
void manager::compare_with_size(int from) {
  auto const size = supply_.size();
  if (!size || seen_end_ <= *size || !failures_.empty()) return;
  here_.refuse("rank " + std::to_string(from) + " finds at least " + std::to_string(seen_end_) +
               " examples, and other ranks found " + std::to_string(*size));
}

/// A range is empty for all or for nobody. Where something threw, that says more.
void manager::compare_with_root(bool finds_none, int from) {
  if (!root_finds_none_ || *root_finds_none_ == finds_none || !failures_.empty()) return;
  auto const root = "rank " + std::to_string(here_.root()) + ", the root, ";
  auto const other = "rank " + std::to_string(from);
  here_.refuse(finds_none ? other + " finds no example, and " + root + "finds at least one"
                          : root + "finds no example, and " + other + " finds at least one");
}

void manager::check_stop() {
  if (!stopping_ && stop_.stop_requested()) stop();
}

void manager::stop() {
  if (std::exchange(stopping_, true)) return;
  for (auto rank = 0; rank != here_.talk().size(); ++rank) {
    if (!state(rank).chunks.empty()) here_.send(rank, word::halt);
  }
}

auto manager::over() const -> bool {
  return unseen_ == 0 && busy_ == 0 &&
         (stopping_ || !has_work() || static_cast<std::size_t>(gone_) + 1 == workers_.size());
}

void manager::end(std::vector<failure> const& failures) {
  std::ranges::sort(failures_, {}, &failure::index);
  auto body = bytes();
  if (!failures.empty()) append(body, failures);
  for (auto rank = 0; rank != here_.talk().size(); ++rank) {
    if (state(rank).is != presence::gone) here_.send(rank, word::end, body);
  }
}

auto manager::now() const -> standing {
  auto const tried = std::min(done_, supply_.size().value_or(done_));  // some of them again
  return {.done = tried,
          .total = supply_.size(),
          .busy = busy_,
          .ranks = static_cast<int>(workers_.size()) - 1,
          .failures = failures_.size(),
          .computed = computed_};
}

}  // namespace dlp::detail
