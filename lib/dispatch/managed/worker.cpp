// SPDX-License-Identifier: BSL-1.0
#include <dispatch/managed/worker.hpp>

#include <algorithm>
#include <utility>

#include <dlp/dispatch/result_queue.hpp>

namespace dlp::detail {
namespace {

// Small results travel together: until they fill a message, or have waited as long as a person
// would call "at once".
constexpr auto enough_results = std::size_t{32} << 10;
constexpr auto long_enough = std::chrono::milliseconds(10);

// While there is work, news is looked for this often: a halt, the end of the loop, the next chunk.
constexpr auto between_looks = std::chrono::microseconds(50);

}  // namespace

worker::worker(call& here, std::stop_token stop, error_policy on_error,
               std::optional<bool> finds_none, interruption const* interrupted, bool steps_singly,
               std::string title)
    : here_(here),
      stop_(std::move(stop)),
      interrupted_(interrupted),
      steps_singly_(steps_singly || stop_.stop_possible()),
      on_error_(std::move(on_error)),
      sent_(clock::now()),
      arrived_(sent_),
      title_(std::move(title)) {
  auto const seen = finds_none == false ? index_t{1} : index_t{0};
  here_.say_hello(seen, {}, finds_none == true ? range_has_ended : no_flag);
}

auto worker::next() -> index_range {
  for (auto now = clock::now();; now = clock::now()) {
    if (log_) note_visits(now);
    if (now - looked_ > between_looks) look(now);
    if (!open_ && !open_chunk(now)) return {};
    auto const stopped = stop_.stop_requested();
    if (!halted_ && !stopped && (!size_ || given_to_ < *size_)) {
      if (auto const given = begin(few(now)); !given.empty()) {
        given_at_ = std::max(now, opened_);
        if (log_) begun_ = given_at_;
        return given;
      }
    }
    report(word::done, given_to_, stopped ? flags_of_stop() : no_flag);
  }
}

void worker::tell_moment(loop_moment& now) const noexcept {
  now.what = open_ ? activity::body : activity::waiting;
  now.since = open_ ? given_at_ : opened_;
  now.is_exact = !open_ || gives_one_;
}

auto worker::flags_of_stop() const -> std::uint32_t {
  auto flags = std::uint32_t{asks_to_stop};
  if (!interrupted_by().empty()) flags |= is_interrupted;
  if (interrupted_ && interrupted_->is_over()) flags |= is_too_late;
  return flags;
}

/// How many examples to begin at once.
auto worker::few(clock::time_point now) -> index_t {
  if (steps_singly_ || chunks_.front().tells_each) return 1;  // the others can be taken back
  if (log_) return log_->stride();
  auto const& open = chunks_.front();
  auto const left = open.on ? open.on->rest() : open.range.last - given_to_;
  return left < 2 ? 1 : poll_interval_.next(now);
}

/// The next few indices of the open chunk; none where it is used up.
auto worker::begin(index_t most) -> index_range {
  auto const& open = chunks_.front();
  auto const first = given_to_;
  given_to_ = open.on ? open.range.first + open.on->begin(most)
                      : index_range{first, open.range.last}.take_front(most).last;
  given_from_ = first - open.range.first;
  gives_one_ = given_to_ == first + 1;
  return {first, given_to_};
}

/// Of what was given last, the first; a task has its position as its index.
auto worker::index_at(index_t position) const -> index_t {
  auto const* const order = chunks_.front().taken == 0 ? indices() : nullptr;
  return order ? *order : position;
}

/// What was given last is done now.
void worker::note_visits(clock::time_point now) {
  if (!open_ || begun_ == clock::time_point()) return;
  auto const first = chunks_.front().range.first + given_from_;
  if (given_to_ > first) {
    log_->add(first, given_to_ - first, begun_, now);
    if (drawing_) drawing_->visited(index_at(first), given_to_ - first, begun_, now);
  }
  begun_ = {};
}

/// Says all that was noted, after everything else that this rank says.
void worker::send_times(bool left_early) {
  auto body = bytes();
  auto its = log_->take(here_.talk().rank(), arrived_);
  its.left_early = left_early;
  append(body, its);
  log_.reset();
  drawing_.reset();
  here_.send(here_.root(), word::times, std::move(body));
  here_.talk().flush();  // the root waits for it, and this rank may compute without MPI now
}

auto worker::take_task() -> std::span<std::byte const> {
  auto& open = chunks_.front();
  auto rest = byte_reader(std::span<std::byte const>(open.body).subspan(open.taken));
  auto const frame = rest.take_sized();
  open.taken += sizeof(std::uint64_t) + frame.size();
  return frame;
}

void worker::range_ends_at(index_t size) {
  if (log_) {
    given_to_ = std::min(given_to_, size);
    note_visits(clock::now());
  }
  size_ = size;
  report(word::done, size, range_has_ended);
}

void worker::deliver(index_t index, bytes const& packed) {
  append_result(results_, index, packed);
  auto const& open = chunks_.front();
  if (open.tells_each) {
    if (index + 1 == open.range.last) return;  // it goes with the report
    send_results();
    here_.talk().flush();  // a queue may be full, and the next call be long
    return;
  }
  send_if_enough();
}

void worker::deliver(index_t index, bytes const& packed, example_time const& time) {
  append_result(results_, index, packed, std::as_bytes(std::span(&time, 1)));
  send_if_enough();
}

void worker::send_if_enough() {
  if (results_.size() >= enough_results || clock::now() - sent_ > long_enough) send_results();
}

void worker::send_results() {
  sent_ = clock::now();
  if (!results_.empty()) here_.send(here_.root(), word::results, std::exchange(results_, {}));
}

void worker::send_added(index_t index, bytes const& packed) {
  auto body = bytes();
  append_result(body, index, packed);
  here_.send(here_.root(), word::added, std::move(body));
}

auto worker::fail(failure const& what, index_t position, std::optional<example_time> time) -> bool {
  auto const ends = ends_loop(on_error_);
  if (ends) {
    halted_ = true;
    given_to_ = position + 1;
  }
  auto body = bytes();
  append(body, std::vector{what});
  if (time) append(body, *time);
  here_.send(here_.root(), word::failed, std::move(body), {position, position + 1},
             signal_has_come() ? flags_of_stop() : no_flag);
  return !ends;
}

void worker::leave(index_t visited_to, std::vector<failure> const& why) {
  if (!why.empty()) append(results_, why);  // a loop that can be left has no results
  if (!open_) {
    here_.send(here_.root(), word::left, std::exchange(results_, {}), {},
               log_ ? notes_times : no_flag);
  } else {
    if (log_) {
      given_to_ = visited_to;
      note_visits(clock::now());
    }
    report(word::left, visited_to, log_ ? notes_times : no_flag);
  }
  if (log_) send_times(true);
  here_.talk().flush();
}

void worker::report(word what, index_t visited_to, std::uint32_t flags) {
  auto const first = chunks_.front().range.first;
  auto const now = clock::now();
  if (drawing_) drawing_->gives_back({first, visited_to}, now);
  auto made = make_message(here_.number(), what, {first, visited_to}, flags);
  made.seconds = std::chrono::duration<double>(now - opened_).count();
  made.body = std::exchange(results_, {});
  sent_ = clock::now();
  here_.talk().send(here_.root(), std::move(made));
  open_ = false;  // before what it stands for: a signal's handler may look
  auto const tells = chunks_.front().tells_each;
  chunks_.pop_front();
  if (tells) here_.talk().flush();
}

/// Takes in what has come.
void worker::look(clock::time_point now) {
  looked_ = now;
  while (auto what = here_.try_receive()) hear(std::move(*what));
}

/// Opens the next chunk, when it has come; false at the end of the loop.
auto worker::open_chunk(clock::time_point now) -> bool {
  opened_ = now;
  while (chunks_.empty() && !ended_) {
    hear(here_.receive());
    opened_ = clock::now();
    if (drawing_) drawing_->waited(std::exchange(now, opened_), opened_);
  }
  if (ended_) {
    if (log_) send_times(false);
    conclude(here_.words(), on_error_, std::move(outcome_), false);
    return false;
  }
  open_ = true;
  auto const& open = chunks_.front();
  given_to_ = open.range.first;
  if (drawing_) {
    auto const& talk = here_.talk();
    auto const root = talk.in_world(here_.root());
    auto const name = chunk_name{root, here_.number(), talk.rank(), open.drawn_as};
    drawing_->opens(open.drawn_as != 0 ? std::optional(name) : std::nullopt, opened_);
  }
  return true;
}

void worker::hear(message what) {
  switch (what.what) {
    case word::work: {
      if (what.flags & notes_times && !log_) {
        log_.emplace(most_visits / static_cast<std::size_t>(here_.talk().size() - 1));
        drawing_ = draw_loop(title_, arrived_);
      }
      auto& given = chunks_.emplace_back(what.range, std::move(what.body));
      if (what.flags & can_be_stolen) {
        given.on = here_.talk().stealable_chunks_of(here_.talk().rank(), here_.root()) + heard_ % 2;
      }
      given.tells_each = (what.flags & tells_each) != 0;
      given.failures = static_cast<int>(what.flags >> failures_from_bit);
      ++heard_;
      if (what.flags & is_drawn) given.drawn_as = heard_;
      break;
    }
    case word::keep:
      if (what.range.empty())
        kept_.drop(what.range.first);
      else
        kept_.put(what.range.first, std::move(what.body));
      break;
    case word::halt:
      halted_ = true;
      break;
    case word::end: {
      // Before the last report only when the root left the loop: then nobody waits for the rest.
      ended_ = true;
      if (!(what.flags & notes_times)) {
        log_.reset();
        drawing_.reset();
      }
      open_ = false;
      chunks_.clear();
      auto body = byte_reader(what.body);
      outcome_ = take_outcome(body);
      break;
    }
    default:
      break;
  }
}

}  // namespace dlp::detail
