// SPDX-License-Identifier: BSL-1.0
#include <dispatch/shared/block_client.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <comm/wire/backoff.hpp>

namespace dlp::detail {
namespace {

using said = block_request::word;

// A request costs the rank that asks a millisecond or so. What a node has got and not begun is lost
// to the others while its ranks are in long bodies: so it gets little at a time.
constexpr auto worth_asking = 2e-3;
constexpr auto worth_having = 50e-3;
// On a long wire a request costs the rank that asks a round trip: a node gets 16 of them, but 3 for
// each rank at least, and near the end 2 for each.
constexpr auto trips_of_node = 16.0;
constexpr auto least_trips_of_rank = 3.0;
constexpr auto trips_at_the_end = 2;

}  // namespace

block_client::block_client(call& here, loop_pool& pool, std::span<int const> node,
                           block_service& service)
    : here_(here),
      pool_(pool),
      node_(node),
      service_(service),
      trip_seconds_(here.talk().shortest_trip(here.root())) {}

void block_client::refill(double example_seconds, index_t chunk, meanwhile const& idle) {
  auto const worth = [&](double on_short_wire, double trips) {
    return examples_in(std::max(on_short_wire, trips * trip_seconds_), example_seconds);
  };
  // The examples that ranks are in are done first: by then one of each is unclaimed.
  auto const late = trip_seconds_ > worth_asking ? node_.size() : 0;
  auto const enough = std::max(worth(worth_asking, 1) + late, chunk);
  if (pool_.unclaimed() >= enough || !pool_.begin_fetching()) return;
  auto const trips =
      std::max(trips_of_node / static_cast<double>(node_.size()), least_trips_of_rank);
  auto wanted = request(said::more);
  wanted.least = std::max(worth(worth_asking, trips_at_the_end), chunk);
  wanted.most = std::max(worth(worth_having, trips), node_.size() * chunk);
  auto const asked = clock::now();
  ask(wanted, idle);
  if (example_seconds > 0)
    learn_trip(clock::now() - asked);  // the first one waits for the root too
}

void block_client::learn_trip(clock::duration trip) {
  here_.talk().note_trip(here_.root(), std::chrono::duration<double>(trip).count());
  trip_seconds_ = here_.talk().shortest_trip(here_.root());
}

/// How many examples the ranks of this node do in that time; one where one takes longer, and one
/// for each rank as long as nobody knows.
auto block_client::examples_in(double seconds, double each) const -> index_t {
  if (each <= 0) return node_.size();
  if (each > seconds) return 1;
  return node_.size() * static_cast<index_t>(std::min(seconds / each, 1e9));
}

auto block_client::over(meanwhile const& idle) -> std::optional<loop_outcome> {
  using outcome = loop_pool::outcome;
  auto const nothing_to_do =
      (pool_.is_dry() || pool_.halted()) && pool_.all_here() && pool_.all_done();
  if (pool_.ended() == outcome::open && nothing_to_do && pool_.begin_asking()) {
    ask(request(said::idle), idle);
  }
  if (pool_.ended() == outcome::open) return std::nullopt;
  if (pool_.ended() == outcome::good) return loop_outcome();
  return verdict_;  // or it is on its way
}

/// Waits for the answer, and puts what it says where all of this node see it.
void block_client::ask(block_request const& what, meanwhile const& idle) {
  if (pool_.ended() == loop_pool::outcome::open) {
    answer_.reset();
    tell(what);
    auto waiting = backoff(here_.talk().crowded());
    while (idle(), !answer_ && !verdict_) waiting.pause();
    if (verdict_) {
      pass_on_the_verdict();
    } else {
      take_in(*answer_);
    }
  }
  pool_.end_asking();
}

void block_client::take_in(message const& answer) {
  auto body = byte_reader(answer.body);
  if (!answer.range.empty()) {
    pool_.append(answer.range, body.take<index_t>());
    return;
  }
  if (!body.done()) pool_.hear_size(body.take<index_t>());
  pool_.run_dry();
}

/// The others of this node see that the loop is over, and wait for a message only where it failed.
void block_client::pass_on_the_verdict() {
  if (!verdict_->is_good()) {
    auto body = bytes();
    auto who_wait = std::vector<int>();
    append(body, *verdict_);
    for (auto place = std::size_t{0}; place != node_.size(); ++place) {
      if (node_[place] == here_.talk().rank() || pool_.has_left(place)) continue;
      who_wait.push_back(node_[place]);
      here_.send(node_[place], word::verdict, body);
    }
    here_.talk().flush_to(who_wait);
  }
  pool_.end(verdict_->is_good() ? loop_pool::outcome::good : loop_pool::outcome::bad);
}

void block_client::take(message const& what) {
  auto body = byte_reader(what.body);
  if (what.what == word::work) {
    answer_ = what;
  } else if (what.what == word::verdict) {
    verdict_ = take_outcome(body);
  } else if (what.what == word::failed) {  // this rank is the one to tell all that they disagree
    pool_.kill();
    here_.refuse(body.take_text());
  }
}

void block_client::leave(std::vector<failure> const& why) {
  if (!why.empty()) {
    auto failed = request(said::failed);
    failed.failures = why;
    tell(failed);
  }
  if (pool_.depart()) {
    auto gone = request(said::gone);
    gone.rests = pool_.take_all();
    tell(gone);
  }
  while (!service_.flushed()) here_.talk().pause();
}

auto block_client::request(said what) const -> block_request {
  auto made = block_request();
  made.call = here_.number();
  made.what = what;
  made.node = node_.front();
  made.ranks = static_cast<int>(node_.size());
  made.speaker = pool_.speaker();
  made.words = std::string(pool_.words());
  made.where = std::string(pool_.where());
  made.visited = pool_.visited();
  made.failed = pool_.count(loop_pool::presence::failed) + pool_.count(loop_pool::presence::unable);
  made.size = pool_.size();
  made.interrupted = pool_.is_interrupted();
  made.cut = pool_.is_cut();
  if (auto const place = pool_.finder()) made.finder = node_[*place];
  made.seen_end = pool_.seen_end();
  return made;
}

void block_client::tell(block_request const& what) { service_.tell(here_.root(), what); }

}  // namespace dlp::detail
