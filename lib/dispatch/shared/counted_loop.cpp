// SPDX-License-Identifier: BSL-1.0
#include <dispatch/shared/counted_loop.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include <comm/call/statement.hpp>
#include <comm/job/interruption.hpp>
#include <comm/wire/backoff.hpp>
#include <dispatch/ledger/range_end.hpp>
#include <dispatch/pace/earlier_pace.hpp>
#include <dispatch/shared/block_service.hpp>
#include <dlp/core/error.hpp>

namespace dlp::detail {
namespace {

using namespace std::chrono_literals;
using presence = loop_pool::presence;

constexpr auto between_messages = 1ms;  // looks at the counters are free, looks at MPI are not
constexpr auto between_messages_of_idle_ranks = 50us;
constexpr auto late = 5ms;  // by then who has not come may be elsewhere, and others will not wait

/// Of several nodes the server knows how far they are.
auto shown_by(loop_site const& site, loop_terms const& terms, progress_options shown)
    -> progress_options {
  if (site.talk->rank() != terms.root) return {};
  shown.progress = shown.progress && !site.service;
  return shown;
}

auto place_of(int rank, std::span<int const> ranks) -> std::size_t {
  return static_cast<std::size_t>(std::ranges::lower_bound(ranks, rank) - ranks.begin());
}

}  // namespace

counted_loop::counted_loop(loop_site site, loop_terms terms, std::stop_token stop,
                           progress_options const& shown, bool able, std::span<index_t const> order,
                           std::unique_ptr<recorder> keeps)
    : site_(site),
      terms_(std::move(terms)),
      stop_(std::move(stop)),
      observer_(shown_by(site, terms_, shown)),
      call_(*site.talk, to_string(terms_), terms_.root, terms_.where),
      pool_(site.memory, call_.number(), place_of(site.talk->rank(), site.ranks),
            site.ranks.size()),
      attendance_(call_, pool_, site.ranks, site.service != nullptr),
      drawing_(draw_loop(title_here(shown.label, terms_.name, terms_.where), clock::now())),
      order_(order),
      able_(able) {
  site.talk->in_body(true);
  open_ = true;
  holds_back_ = able_ && !terms_.size;
  if (holds_back_) --done_;
  adaptive_ = std::holds_alternative<adaptive>(terms_.schedule);
  // On one node alone: there what it has not begun others can take, should it take longer.
  if (adaptive_ && !site_.service) {
    if (auto const earlier = earlier_pace_at(terms_.where, false)) {
      example_seconds_.add(earlier->of.example_seconds(), 1);
      earlier_examples_ = earlier->examples;
    }
  }
  since_look_ = stop_.stop_possible() ? 1 : 0;
  if (terms_.reported) report_.emplace(call_);
  if (site_.keeper) reporter_.emplace(call_, *site_.keeper, order);
  if (keeps) {
    site_.keeper->keep(call_.number(), call_.words() + " at " + call_.where(), call_.root(),
                       std::move(keeps));
    if (!site_.service) site_.keeper->open(call_.number());
  }
  if (!site_.service) return;
  client_.emplace(call_, pool_, site_.ranks, *site_.service);
  if (call_.at_root()) {
    auto const words = able_ ? loop_pool::cut_words(call_.said_words()) : "";
    site_.service->open(call_.number(), terms_, std::string(words), {shown.progress, shown.label});
  }
}

auto counted_loop::next() -> index_range {
  if (!open_) return {};
  try {
    if (!joined_) join();
    settle();
    if (reporter_) reporter_->tell_if_due();
    if (since_look_ >= stride_) look();
    given_ = pool_.halted() ? index_range() : take();
    if (given_.empty()) given_ = wait_for_more();
    if (!given_.empty()) return given_;
  } catch (disagreement const&) {
    give_up();
    throw;
  } catch (...) {
    close();
    throw;
  }
  close();
  return {};
}

/// Comes to the loop on this node. Not before the loop asks for its first index: until then this
/// rank may still fail to begin, and nobody must end without it. Where it has failed, for `why`, it
/// comes as one that has: else the others might find the loop over before it says so.
void counted_loop::join(std::vector<failure> const& why) {
  auto const words = able_ ? loop_pool::cut_words(call_.said_words()) : "";
  constexpr auto endless = ~index_t{0} / 2;  // no sum of done_ passes for it that is below 0
  auto const all = able_ ? terms_.size.value_or(endless) : 0;
  auto const here = index_range{0, site_.service ? 0 : all};
  auto waiting = backoff(site_.talk->crowded());
  while (true) {
    auto const how =
        pool_.enter(words, call_.talk().rank(), here, all - here.size(), call_.where());
    if (how == loop_pool::entry::entered) break;
    if (able_) {
      // Dead is a loop in which the ranks disagree, and who found out has told everyone.
      while (how == loop_pool::entry::missed) static_cast<void>(call_.receive());
      hear();
    } else if (how == loop_pool::entry::missed) {
      return;
    }
    waiting.pause();
  }
  joined_ = true;
  heard_at_ = given_at_ = clock::now();
  if (halts_) pool_.halt();
  auto const theirs = pool_.words();
  if (words.empty() || theirs.empty() || words == theirs) {
    // What it has seen of the range comes before it: it may be the last that the others wait for.
    pool_.saw(seen_end_);
    if (ended_) learn_size();
    pool_.publish(done_, visited_);
    if (!why.empty()) pool_.fail_at(why.front().index);
    pool_.join(why.empty() ? presence::here : able_ ? presence::failed : presence::unable);
    return;
  }
  if (pool_.kill()) {
    call_.refuse(to_string({call_.talk().rank(), std::string(words), call_.where()},
                           {pool_.speaker(), std::string(theirs), std::string(pool_.where())}));
  }
  while (true) static_cast<void>(call_.receive());
}

/// Books what was given last: this rank is through with it.
void counted_loop::settle() {
  if (ended_) learn_size();
  auto const given = std::exchange(given_, {});
  auto const count = given.size();
  if (count == 0) return;
  done_ += count;
  visited_ += count;
  since_look_ += count;
  if (!terms_.size) seen_end_ = std::max(seen_end_, given.last);
  if (!is_timed()) return;
  constexpr auto less_than_any_example = 1e-10;
  auto const n = static_cast<double>(count);
  auto const now = clock::now();
  auto const seconds = std::chrono::duration<double>(now - given_at_).count();
  example_seconds_.add(std::max(seconds, n * less_than_any_example), n);
  note_visited(given, now);
  given_at_ = now;
  if (reporter_) reporter_->visited(given, seconds);
}

void counted_loop::tell_moment(loop_moment& now) const noexcept {
  auto const waits = given_.empty();
  if (waits) {
    now.what = activity::waiting;
    auto const since = std::max(idle_since_, given_at_);
    if (since != clock::time_point()) now.since = since;
  } else if (is_timed()) {
    now.since = given_at_;
  }
  now.is_exact = waits || (is_timed() && given_.size() == 1);
}

/// Of what was given last.
void counted_loop::note_visited(index_range visited, clock::time_point now) {
  if (report_) report_->visited(visited, given_at_, now);
  if (!drawing_ || visited.empty()) return;
  auto const index = order_.empty() ? visited.first : order_[visited.first];
  drawing_->visited(index, visited.size(), given_at_, now);
}

auto counted_loop::seconds_of_given() const -> double {
  return std::chrono::duration<double>(clock::now() - given_at_).count();
}

void counted_loop::range_ends_at(index_t visited_to, index_t size) {
  ended_ = size;
  auto const visited = visited_to - given_.first;
  note_visited({given_.first, visited_to}, clock::now());
  visited_ += visited;
  done_ += given_.size();
  if (visited != 0) seen_end_ = std::max(seen_end_, visited_to);
  given_ = {};
}

void counted_loop::looked(bool finds_none) {
  if (finds_none) {
    ended_ = 0;
  } else {
    seen_end_ = 1;
  }
}

void counted_loop::learn_size() {
  auto const size = *std::exchange(ended_, std::nullopt);
  let_go();
  auto const known = pool_.learn_size(size);
  // On one node what has not been claimed lies behind what has been.
  if (!site_.service) done_ += pool_.drop_unclaimed();
  if (known != size && pool_.kill()) {
    auto end = range_end(known);
    static_cast<void>(end.found(size, call_.talk().rank()));
    call_.refuse(end.contradiction());
  }
}

/// Where a loop comes to a good end, all its ranges have been found to end at the same index. So a
/// rank of one without a size is not through before it has come to its own end, or need not.
void counted_loop::let_go() {
  if (std::exchange(holds_back_, false)) ++done_;
}

/// The index where another rank's range ends: the cursor of this one finds its own end there, or
/// that its range goes on. It stands for the one that was held back.
auto counted_loop::end_to_find() -> index_range {
  auto const size = pool_.size();
  if (!size || !std::exchange(holds_back_, false)) return {};
  return {*size, *size + 1};
}

/// The next few indices that the range has, if there are any.
auto counted_loop::take() -> index_range {
  while (!holds_) {
    auto const given = take_some();
    auto const kept = in_range(given);
    if (!kept.empty() || given.empty()) return kept;
  }
  return {};
}

/// Cuts off, and books, what lies beyond the end of the range.
auto counted_loop::in_range(index_range given) -> index_range {
  if (terms_.size) return given;
  auto const size = pool_.size();
  if (!size || given.last <= *size) return given;
  if (std::exchange(laid_, false)) done_ += pool_.begin(~index_t{0}).size();
  auto const kept = index_range{given.first, std::max(given.first, *size)};
  done_ += given.size() - kept.size();
  return kept;
}

auto counted_loop::take_some() -> index_range {
  auto const singly = stop_.stop_possible() || reporter_ || terms_.warn_after;
  auto const few = singly ? 1 : report_ ? report_->stride() : stride_;
  if (laid_) {
    if (auto const begun = pool_.begin(few); !begun.empty()) return begun;
    laid_ = false;
  }
  if (client_) {
    if (chunk_ == 0) chunk_ = chunk_size(0, 0, 0);
    client_->refill(example_seconds_.value(), adaptive_ ? 1 : chunk_,
                    [this, since = clock::time_point::max()]() mutable {
                      since = std::min(since, clock::now());
                      attend(since);
                    });
    if (pool_.halted()) return {};
  }
  auto claimed = pool_.claim([this](auto... is) { return chunk_ = chunk_size(is...); });
  if (claimed.empty() && !terms_.single_pass) {
    auto const loot = pool_.take_from_others();
    claimed = loot.range;
    retried_ = claimed.first + 1;
    tries_ = loot.tries;
    if (reporter_ && tries_ != 0) reporter_->tried(claimed.first, tries_);
  }
  if (claimed.size() <= few) return claimed;
  auto const begun = claimed.take_front(few);
  pool_.lay(claimed);
  laid_ = true;
  return begun;
}

auto counted_loop::chunk_size(index_t claimed, index_t unclaimed, index_t chunks) const -> index_t {
  if (terms_.single_pass) return 1;
  auto const workers = static_cast<index_t>(site_.talk->size());
  auto const here = static_cast<index_t>(site_.ranks.size());
  // What the other nodes do is not known here: they will do as this one does.
  auto const of_all = [&](index_t n) { return workers == here ? n : n * workers / here; };
  return next_chunk(terms_.schedule, {.total = terms_.size,
                                      .remaining = unclaimed + pool_.elsewhere(),
                                      .chunks = of_all(chunks),
                                      .workers = workers,
                                      .example_seconds = example_seconds_.value(),
                                      .handed_out = earlier_examples_ + of_all(claimed)});
}

/// Now and then, a look at what is no counter.
void counted_loop::look() {
  auto const now = clock::now();
  stride_ = stop_.stop_possible() ? 1 : poll_interval_.next(now);
  since_look_ = 0;
  if (stop_.stop_requested()) halt();
  if (now - heard_at_ < between_messages) return;
  heard_at_ = now;
  hear();
  publish();
  show_progress();
}

void counted_loop::hear() {
  while (auto const what = call_.try_receive()) take_in(*what);
}

void counted_loop::take_in(message const& what) {
  auto body = byte_reader(what.body);
  switch (what.what) {
    case word::hello:
      attendance_.keep(call::failures_of(what));
      break;
    case word::end:
      attendance_.keep(take_failures(body));
      break;
    case word::halt:
      halts_ = true;
      if (joined_) pool_.halt();
      break;
    case word::hold:
    case word::go_on:
      holds_ = what.what == word::hold;
      break;
    case word::kept:
      reporter_->take(what);
      break;
    case word::times:
      if (report_) report_->take(what);
      break;
    default:
      if (client_) client_->take(what);
  }
}

void counted_loop::halt() {
  if (pool_.halted()) return;
  auto const interrupted = terms_.interrupted && !terms_.interrupted->why().empty();
  pool_.halt(interrupted ? loop_pool::halting::interrupted : loop_pool::halting::asked);
  if (client_) client_->stop();
}

/// What a rank that waits looks after.
void counted_loop::attend(clock::time_point since) {
  if (stop_.stop_requested()) halt();
  auto const now = clock::now();
  if (client_ || now - heard_at_ > between_messages_of_idle_ranks) {
    heard_at_ = now;
    hear();
  }
  if (now - since > late) attendance_.tell_the_missing();
  show_progress();
}

/// This rank has nothing to do: waits until it has, or the loop is over for all.
auto counted_loop::wait_for_more() -> index_range {
  auto waiting = backoff(site_.talk->crowded());
  idle_since_ = clock::now();
  pool_.be(presence::idle);
  if (reporter_) reporter_->tell();
  while (true) {
    attend(idle_since_);
    if (pool_.halted()) drop_all();
    // Where something threw, that says more than a size.
    if (pool_.halted() || something_is_thrown()) let_go();
    publish();
    if (over()) {
      if (drawing_) drawing_->waited(idle_since_, clock::now());
      return {};
    }
    if (!pool_.halted()) {
      auto given = take();
      if (given.empty()) given = end_to_find();
      if (!given.empty()) {
        pool_.be(presence::here);
        given_at_ = clock::now();
        if (drawing_) drawing_->waited(idle_since_, given_at_);
        return given;
      }
    }
    waiting.pause();
  }
}

void counted_loop::drop_all() {
  auto const size = pool_.size();
  for (auto const one : pool_.take_all()) {
    done_ += one.size();
    if (!size || one.first < *size) pool_.cut();  // else it lies beyond the end of the range
  }
}

void counted_loop::publish() {
  if (!terms_.size) pool_.saw(seen_end_);
  static_cast<void>(ends_agree());
  pool_.publish(done_, visited_);
}

/// Whether a range without a size goes on for no rank where it ends for another. Where something
/// threw, that says more.
/// Throws: disagreement, for all ranks, where this one is the first that sees it.
auto counted_loop::ends_agree() -> bool {
  auto const size = pool_.size();
  auto const seen = pool_.seen_end();
  if (!size || seen <= *size || pool_.halted() || something_is_thrown()) return true;
  if (pool_.kill()) {
    auto const finder = pool_.finder();
    auto end = range_end();
    static_cast<void>(end.found(*size, finder ? site_.ranks[*finder] : range_end::elsewhere));
    end.seen(seen);
    call_.refuse(end.contradiction());
  }
  return false;
}

/// Of the ranks of this node.
auto counted_loop::failures_here() const -> std::size_t {
  return pool_.count(presence::failed) + pool_.count(presence::unable);
}

auto counted_loop::something_is_thrown() const -> bool {
  if (pool_.count(presence::unable) != 0) return true;
  return pool_.count(presence::failed) != 0 && !leaves_out(terms_.on_error);
}

void counted_loop::show_progress(bool last) {
  auto const now = [this] {
    return standing{.done = terms_.finished + pool_.visited(),
                    .total = terms_.size ? *terms_.size + terms_.finished : pool_.size(),
                    .busy = static_cast<int>(pool_.count(presence::here)),
                    .ranks = site_.talk->size(),
                    .failures = failures_here()};
  };
  last ? observer_.ended(now) : observer_.stands(now);
}

}  // namespace dlp::detail
