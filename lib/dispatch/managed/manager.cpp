// SPDX-License-Identifier: BSL-1.0
#include <dispatch/managed/manager.hpp>

#include <algorithm>
#include <string>
#include <utility>

#include <comm/job/interruption.hpp>
#include <dispatch/pace/earlier_pace.hpp>
#include <dispatch/trace/loop_drawing.hpp>

namespace dlp::detail {

manager::manager(call& here, loop_terms terms, std::vector<index_t> order, std::stop_token stop,
                 progress_options const& shown, task_supply* tasks, recording* kept)
    : here_(here),
      terms_(std::move(terms)),
      stop_(std::move(stop)),
      observer_(shown, title_here(shown.label, here.words(), terms_.where)),
      notes_times_(observer_.notes_times()),
      bottleneck_(observer_, here.words(), here.talk().size() - 1),
      ledger_(terms_.size, terms_.on_error, here.talk().size(),
              terms_.survive ? terms_.survive->deaths : 1,
              kept ? kept->done(order) : std::vector<index_range>(), kept ? kept->not_chosen() : 0),
      order_(std::move(order)),
      tasks_(tasks),
      recording_(kept),
      workers_(static_cast<std::size_t>(here.talk().size())),
      unseen_(here.talk().size() - 1),
      pace_(!terms_.result.empty()),
      goes_by_line_(goes_by_line()),
      began_(clock::now()),
      looked_(began_) {
  if (goes_by_line_) {
    if (auto const earlier = earlier_pace_at(terms_.where, !terms_.result.empty())) {
      pace_ = earlier->of;
      earlier_examples_ = earlier->examples;
    }
  }
  state(here.talk().rank()).is = presence::gone;
  ledger_.leaves(here.talk().rank());
  if (!terms_.survive) return;
  // Who was lost before is not waited for. One that was only silent may come all the same.
  for (auto rank = 0; rank != here.talk().size(); ++rank) {
    if (rank == here.talk().rank() || !here.talk().is_lost(rank)) continue;
    lose(rank, here.talk().is_dead(rank) ? presence::gone : presence::silent);
  }
  has_lost_ = ledger_.present() == 0;
}

auto manager::next_result() -> std::optional<raw_result> {
  bottleneck_.root_is_back(ledger_.busy(), has_work());
  is_back();
  at_result_ = false;
  if (auto result = poll(true)) {
    at_result_ = true;
    bottleneck_.root_goes(ledger_.busy());
    goes();
    return result;
  }
  ledger_.end({.by = interrupted_by(),
               .is_kept = recording_ != nullptr,
               .has_work = has_work(),
               .of = tasks_ ? std::nullopt : ledger_.total(),
               .returns = terms_.returns_at_deadline});
  give_up_if_nobody_is_left();
  static_cast<void>(keep());  // what was lost at the last moment
  end(ledger_.outcome(), notes_times_ ? notes_times : no_flag);
  if (goes_by_line_) note_pace_at(terms_.where, !terms_.result.empty(), pace_, ledger_.visits());
  observer_.ended([this] { return now(); });
  bottleneck_.say(computed_, ledger_.busy());
  if (notes_times_) conclude_report();
  conclude(here_.words(), terms_.on_error, ledger_.outcome(), true);
  return std::nullopt;
}

auto manager::next_stored() -> std::optional<raw_result> {
  constexpr auto between_looks = std::chrono::milliseconds(1);
  if (!recording_) return std::nullopt;
  if (auto const now = clock::now(); now - served_ >= between_looks) {
    served_ = now;
    take_some();
  }
  try {
    return recording_->next_stored();
  } catch (...) {
    break_with_current_exception();
    return std::nullopt;
  }
}

/// Takes in what is here, while results do not pile up.
void manager::take_some() {
  check_stop();
  while (results_.size() < workers_.size()) {
    auto const since = notes_times_ ? clock::now() : clock::time_point();
    auto what = look();
    if (!what) break;
    take_in(std::move(*what), since);
  }
  static_cast<void>(keep());
}

/// Whether all that has come is kept, and may be handed on.
auto manager::keep() -> bool {
  if (!recording_) return true;
  auto const refused = recording_->refuses();
  auto const began = notes_times_ ? clock::now() : clock::time_point();
  try {
    auto const kept = recording_->keep();
    if (notes_times_) observer_.root_was(root_work::keeping, began, clock::now());
    if (!kept) return false;
  } catch (...) {
    results_ = {};
    break_with_current_exception();
  }
  if (refused) feed_the_hungry();
  return true;
}

/// In a handler: what is to be kept cannot be, or not be read, and the loop ends.
void manager::break_with_current_exception() {
  fail(describe_current_exception(failure::no_index, here_.root()));
  stop();
}

auto manager::poll(bool may_wait) -> std::optional<raw_result> {
  results_.drop_taken();
  // Workers are served first, so that they compute while the root's body runs; but not while
  // results pile up, so that a slow root slows its workers down and not its memory up.
  while (true) {
    auto const piles_up = results_.size() >= workers_.size();
    check_stop();
    auto const since = notes_times_ ? clock::now() : clock::time_point();
    auto what = piles_up ? std::nullopt : look();
    if (!what && !keep()) {
      here_.talk().pause();
      continue;
    }
    if (!what && !results_.empty()) break;
    if (!what && look_for_losses() && is_of_pool()) may_wait = false;
    if (!what && is_of_pool()) relieve();
    if (!what && (!may_wait || over() || (is_of_pool() && nobody_will_speak())))
      return std::nullopt;
    auto const waits = !what;
    if (waits) what = wait();
    if (what) take_in(std::move(*what), waits && notes_times_ ? clock::now() : since);
    // Whoever waits for a task may wait for no result: it may have been cancelled just now.
    if (is_of_pool()) may_wait = false;
  }
  auto const result = results_.take();
  return recording_ ? without_time(result) : result;
}

auto manager::pump() -> bool {
  auto come = std::size_t{0};
  for (; come != workers_.size(); ++come) {
    auto const since = notes_times_ ? clock::now() : clock::time_point();
    auto what = look();
    if (!what) break;
    take_in(std::move(*what), since);
  }
  check_stop();
  look_for_losses();
  relieve();
  serve();
  return come != 0;
}

/// What is here. Where workers are far away, the time at which nothing was.
auto manager::look() -> std::optional<message> {
  auto what = here_.try_receive();
  if (!what && is_far_) looked_in_vain_ = clock::now();
  return what;
}

/// The next message; none where the loop is over without one, or in a pool a rank is lost, or a
/// task that waits has ended without a rank. The workers have their next chunks already: one of
/// them reports about once in the time of a chunk, divided by their number.
auto manager::wait() -> std::optional<message> {
  here_.talk().expect_nothing_for(pace_.time_for(last_chunk_) / std::max(ledger_.busy(), 1));
  while (true) {
    if (auto what = look()) return what;
    check_stop();
    relieve();
    observer_.stands([this] { return now(); });
    auto const has_lost = look_for_losses();
    if (over()) return std::nullopt;
    if (is_of_pool() && (has_lost || tasks_->waiting().take_out_ended())) return std::nullopt;
    here_.talk().pause();
  }
}

void manager::leave(std::vector<failure> const& why) {
  end({.failures = why, .left_out = ledger_.outcome().left_out});
}

void manager::fail(failure what) {
  auto const told = what;
  follow(ledger_.broken(std::move(what)), told);
}

void manager::follow(after_failure what, failure const& told, std::optional<example_time> time) {
  if (recording_) recording_->failed(told, what != after_failure::again, time);
  if (what == after_failure::again) return;
  if (terms_.in_order) left_out_.add(told.index);
  observer_.failed(told);
  if (hears_failures_) hears_failures_(told.index);
  if (what == after_failure::stop) stop();
}

void manager::take_failures_of(message const& what, std::optional<index_t> position) {
  auto body = byte_reader(what.body);
  if (body.done()) return;
  auto failures = take_failures(body);
  if (position && !tasks_ && what.flags & is_interrupted) {
    for (auto& one : failures) ledger_.cut_short(std::move(one), *position);
    return;
  }
  auto const time = body.done() ? std::nullopt : std::optional(body.take<example_time>());
  for (auto const& one : failures) {
    auto const then = ledger_.failed(one, position);
    if (tasks_ && position && then != after_failure::again)
      static_cast<void>(tasks_->settle(*position));
    follow(then, one, time);
  }
}

void manager::take(message what) {
  if (what.what == word::times) return take_times(what);
  bottleneck_.count(ledger_.busy());
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
  refuse_contradictions();
  if (what.flags & is_too_late) interrupted_by_ = "its deadline";
  if (what.flags & is_interrupted)
    interrupted_by_ = "a signal on rank " + std::to_string(what.source);
  if (what.flags & asks_to_stop) stop();
  feed(what.source);
  feed_the_hungry();
  if (is_of_pool() && what.what == word::done) relieve();  // there may be no moment without news
  observer_.stands([this] { return now(); });
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
      if (terms_.survive) settle(what.source, what);
      break;
    case word::added:
      tasks_->arrived(what.body);
      break;
    case word::left:
      take_left(worker, what);
      break;
    case word::failed:
      if (terms_.survive) ledger_.settled(what.source, what.range.first);
      take_failures_of(what, what.range.first);
      break;
    default:
      break;
  }
  if (brings_results && tasks_) tasks_->arrived(what.body);
  if (!brings_results || (recording_ && recording_->given_up())) return;
  auto const body = results_.push(std::move(what.body));
  if (recording_) recording_->came(what.source, worker.host, body);
}

void manager::take_hello(worker_state& worker, message const& what) {
  observer_.arrived(what.source);
  worker.is = presence::present;
  worker.wire_seconds = here_.talk().shortest_trip(what.source);
  // A rank that can walk its range only once may have passed what comes back from another.
  if (!terms_.single_pass) {
    worker.chunks.watch(here_.talk().stealable_chunks_of(what.source, here_.root()));
  }
  if (worker.chunks.watched())
    watched_.push_back(what.source);
  else
    is_far_ = true;
  if (terms_.survive || recording_) worker.host = call::host_of(what);
  if (auto const failures = call::failures_of(what); !failures.empty()) {
    worker.is = presence::gone;  // its range threw before the loop began
    ledger_.leaves(what.source);
    for (auto const& one : failures) follow(ledger_.failed(one, std::nullopt), one);
  }
  auto const finds_none = (what.flags & range_has_ended) != 0;
  if (finds_none || !what.range.empty()) ledger_.looked(what.source, finds_none);
}

/// It begins with the shortest of all loops, and follows what this worker waits for, slowly. What
/// the root's body has kept waiting tells nothing. On the manager's node what a worker has can be
/// taken back.
void manager::learn_wire(worker_state& worker, int rank, double trip) {
  auto const may_have_waited =
      std::chrono::duration<double>(clock::now() - looked_in_vain_).count();
  if (worker.chunks.watched() || may_have_waited >= trip / 8) return;
  here_.talk().note_trip(rank, trip);
  auto& wire = worker.wire_seconds;
  if (wire == 0) wire = here_.talk().shortest_trip(rank);
  wire = std::min(trip, wire + (trip - wire) / 8);
}

void manager::take_done(worker_state& worker, message const& what) {
  auto const bytes = std::exchange(worker.result_bytes, 0);
  auto const has_visited = what.range.last > what.range.first;
  auto const own_pace = worker.chunks.pace_of_first();
  if (has_visited) {
    auto const note = [&](pace& its) {
      its.add_examples(what.range.size(), what.seconds);
      if (!terms_.result.empty()) its.add_results(what.range.size(), bytes);
    };
    note(pace_);
    if (own_pace) note(*own_pace);
  }
  if (auto const asked = worker.chunks.pop()) {
    auto const away = std::chrono::duration<double>(clock::now() - *asked).count();
    auto const trip = std::max(away - what.seconds, 0.0);
    pace_.add_round_trip(trip);
    observer_.waited(trip);
    if (own_pace) own_pace->add_round_trip(trip);
    learn_wire(worker, what.source, trip);
  }
  ledger_.done(what.source, what.range, (what.flags & range_has_ended) != 0);
  if (!has_visited) return;
  observer_.done(what.source, what.range, what.seconds);
  record_visits(what.source, what.range, what.seconds);
}

/// Of a loop whose examples do not come back one by one: those at these positions are done.
void manager::record_visits(int rank, index_range visited, double seconds) {
  if (!recording_ || terms_.timed) return;
  auto const each = seconds / static_cast<double>(visited.size());
  for (auto at = visited.first; at != visited.last; ++at)
    recording_->came(
        {.index = index_at(at), .rank = rank, .host = state(rank).host, .seconds = each});
}

void manager::take_left(worker_state& worker, message const& what) {
  worker.is = presence::gone;
  worker.times_due = (what.flags & notes_times) != 0;
  worker.chunks.clear();
  no_longer_waits(what.source);
  auto const visited = !what.range.empty();
  ledger_.leaves(what.source, what.range);
  take_failures_of(what, visited ? std::optional(what.range.last - 1) : std::nullopt);
  if (!visited) return;
  observer_.done(what.source, what.range, what.seconds);
  auto const failed = index_t{what.body.empty() ? 0u : 1u};  // the last one
  record_visits(what.source, {what.range.first, what.range.last - failed}, what.seconds);
}

void manager::refuse_contradictions() {
  if (auto const text = ledger_.contradiction(); !text.empty()) here_.refuse(text);
}

void manager::check_stop() {
  if (!ledger_.stopped() && stop_.stop_requested()) stop();
}

void manager::stop() {
  if (!ledger_.stop()) return;
  for (auto rank = 0; rank != here_.talk().size(); ++rank) {
    auto const has_work = !ledger_.with(rank).empty() || state(rank).owed != 0;
    if (has_work) here_.send(rank, word::halt);
  }
}

/// Whether anything more is to be begun, for now.
auto manager::hands_out() const -> bool {
  return !ledger_.stopped() && !(recording_ && recording_->refuses());
}

auto manager::interrupted_by() const -> std::string {
  auto by = terms_.interrupted ? terms_.interrupted->why() : std::string();
  return by.empty() ? interrupted_by_ : by;
}

auto manager::over() const -> bool {
  if (is_of_pool() && ledger_.stopped()) return true;
  auto const has_more = tasks_ && tasks_->has_more() && !ledger_.stopped();
  return unseen_ == 0 && ((ledger_.over() && !has_more) || nobody_is_left());
}

auto manager::index_at(index_t position) const -> index_t {
  return order_.empty() ? position : order_[position];
}

auto manager::state(int rank) const -> worker_state const& {
  return workers_[static_cast<std::size_t>(rank)];
}

auto manager::nobody_is_left() const -> bool {
  return unseen_ == 0 && ledger_.busy() == 0 && ledger_.present() == 0;
}

void manager::send_value(std::uint64_t number, bytes const& packed) {
  for (auto rank = 0; rank != here_.talk().size(); ++rank) {
    if (state(rank).is != presence::gone)
      here_.send(rank, word::keep, packed, {number, number + 1});
  }
}

void manager::drop_value(std::uint64_t number) {
  for (auto const rank : tasks_->drop_value(number)) {
    if (state(rank).is != presence::gone) here_.send(rank, word::keep, {number, number});
  }
}

auto manager::nobody_will_speak() const -> bool { return unseen_ == 0 && ledger_.busy() == 0; }

auto manager::broken() const -> bool { return ledger_.stopped() || nobody_is_left(); }

void manager::end(loop_outcome const& how, std::uint32_t flags) {
  auto body = bytes();
  append(body, how);
  ended_ = clock::now();
  for (auto rank = 0; rank != here_.talk().size(); ++rank) {
    if (state(rank).is != presence::gone) here_.send(rank, word::end, body, {}, flags);
  }
}

auto manager::done() const noexcept -> index_t {
  auto const visits = ledger_.visits();  // some of them again
  return std::min(visits, ledger_.total().value_or(visits));
}

/// Where items make items, how many there are is not known.
void manager::tell_moment(loop_moment& now) const noexcept {
  now.what = at_result_ ? activity::result : activity::serving;
  now.done = done();
  if (!tasks_) now.total = ledger_.total();
}

auto manager::now() const -> standing {
  return {.done = done(),
          .total = ledger_.total(),
          .busy = ledger_.busy(),
          .ranks = static_cast<int>(workers_.size()) - 1,
          .failures = ledger_.outcome().count(),
          .computed = computed_};
}

}  // namespace dlp::detail
