// SPDX-License-Identifier: BSL-1.0
#include <dlp/dispatch/manager.hpp>

#include <algorithm>
#include <limits>
#include <utility>

#include <dlp/core/error.hpp>

namespace dlp::detail {

manager::manager(call& here, loop_terms terms, std::stop_token stop, meter_options shown)
    : here_(here),
      terms_(std::move(terms)),
      stop_(std::move(stop)),
      meter_(std::move(shown)),
      workers_(static_cast<std::size_t>(here.talk().size())),
      unseen_(here.talk().size() - 1),
      fresh_{0, terms_.size.value_or(std::numeric_limits<index_t>::max())} {
  state(here.talk().rank()).is = presence::gone;
}

auto manager::next_result() -> std::optional<raw_result> {
  if (read_ != 0 && read_ == results_.front().size()) {
    results_.pop_front();
    read_ = 0;
  }
  // Workers are served first, so that they compute while the root's body runs; but not while
  // results pile up, so that a slow root slows its workers down and not its memory up.
  while (results_.size() < workers_.size()) {
    check_stop();
    auto what = here_.try_receive();
    if (!what && !results_.empty()) break;
    if (!what && over()) {
      end(failures_);
      meter_.finish(now());
      if (!failures_.empty()) throw task_error(here_.words(), failures_);
      return std::nullopt;
    }
    take(what ? std::move(*what) : here_.receive([this] {
      check_stop();
      meter_.show(now());
    }));
  }
  auto reader = byte_reader(std::span(results_.front()).subspan(read_));
  auto const index = reader.take<index_t>();
  auto const packed = reader.take(reader.take<std::uint64_t>());
  read_ += sizeof(index_t) + sizeof(std::uint64_t) + packed.size();
  return raw_result{index, packed};
}

void manager::leave(std::vector<failure> const& why) { end(why); }

void manager::fail(failure what) {
  failures_.push_back(std::move(what));
  stop();
}

void manager::take(message what) {
  auto& worker = state(what.source);
  switch (what.what) {
    case word::hello:
      --unseen_;
      worker.is = presence::present;
      if (auto failures = call::failures_of(what); !failures.empty()) {
        worker.is = presence::gone;  // its range threw before the loop began
        ++gone_;
        std::ranges::for_each(failures, [this](auto& one) { fail(std::move(one)); });
      }
      break;
    case word::done:
      take_done(worker, what);
      break;
    case word::left:
      take_left(worker, what);
      break;
    case word::failed: {
      auto body = byte_reader(what.body);
      std::ranges::for_each(take_failures(body), [this](auto& one) { fail(std::move(one)); });
      return;
    }
    default:
      break;
  }
  if (!what.body.empty() && (what.what == word::done || what.what == word::results)) {
    results_.push_back(std::move(what.body));
  }
  if (what.flags & asks_to_stop) stop();
  feed(what.source);
  meter_.show(now());
}

void manager::take_done(worker_state& worker, message const& what) {
  measure(worker, what);
  auto const chunk = worker.chunks.front();
  worker.chunks.pop_front();
  if (worker.chunks.empty()) --busy_;
  if (what.range.last > what.range.first) {
    done_ += what.range.size();
    seen_end_ = std::max(seen_end_, what.range.last);
  }
  if (what.flags & range_has_ended) {
    learn_size(what.range.last, what.source);
    return;
  }
  // It was visiting them when another rank found the end. Where something threw, that says more.
  if (terms_.size && seen_end_ > *terms_.size && failures_.empty()) {
    here_.refuse("rank " + std::to_string(what.source) + " finds at least " +
                 std::to_string(seen_end_) + " examples, and other ranks found " +
                 std::to_string(*terms_.size));
  }
  give_back({what.range.last, chunk.last});
}

/// What adaptive chunks are made of.
void manager::measure(worker_state const& worker, message const& what) {
  if (what.range.last > what.range.first) {
    constexpr auto less_than_any_example = 1e-10;
    auto const count = static_cast<double>(what.range.size());
    example_seconds_.add(std::max(what.seconds, count * less_than_any_example), count);
  }
  if (worker.chunks.size() == 1) {
    auto const away = std::chrono::duration<double>(clock::now() - worker.fed).count();
    round_trip_seconds_.add(std::max(away - what.seconds, 0.0), 1);
  }
}

void manager::take_left(worker_state& worker, message const& what) {
  worker.is = presence::gone;
  ++gone_;
  auto chunks = std::exchange(worker.chunks, {});
  auto body = byte_reader(what.body);
  if (!body.done())
    std::ranges::for_each(take_failures(body), [this](auto& one) { fail(std::move(one)); });
  if (!chunks.empty()) {
    --busy_;
    done_ += what.range.size();
    seen_end_ = std::max(seen_end_, what.range.last);
    // A rank that leaves before it has opened its chunk speaks of no range.
    chunks.front().first = std::max(chunks.front().first, what.range.last);
    std::ranges::for_each(chunks, [this](auto rest) { give_back(rest); });
  }
  feed_the_hungry();
}

/// A worker has come to the end of a range that did not know its size.
void manager::learn_size(index_t size, int from) {
  if ((terms_.size && *terms_.size != size) || size < seen_end_) {
    here_.refuse(
        "rank " + std::to_string(from) + " finds " + std::to_string(size) +
        " examples, and other ranks found " +
        (terms_.size ? std::to_string(*terms_.size) : "at least " + std::to_string(seen_end_)));
  }
  terms_.size = size;
  fresh_ = {std::min(fresh_.first, size), size};
  for (auto const rest : std::exchange(returned_, {})) give_back(rest);
}

void manager::give_back(index_range rest) {
  if (terms_.size) rest.last = std::min(rest.last, *terms_.size);
  if (rest.first >= rest.last) return;
  returned_.push_back(rest);
  feed_the_hungry();
}

/// Gives a worker its next chunks, as many as it may hold.
void manager::feed(int rank) {
  auto& worker = state(rank);
  if (worker.is != presence::present) return;
  while (!stopping_ && remaining() != 0 && worker.chunks.size() < depth()) {
    auto const chunk = cut_chunk();
    if (worker.chunks.empty()) {
      ++busy_;
      worker.fed = clock::now();
    }
    worker.chunks.push_back(chunk);
    ++chunks_;
    here_.send(rank, word::work, chunk);
  }
  if (worker.chunks.empty() && !std::exchange(worker.hungry, true)) hungry_.push_back(rank);
}

void manager::feed_the_hungry() {
  for (auto const rank : std::exchange(hungry_, {})) {
    state(rank).hungry = false;
    feed(rank);
  }
}

auto manager::remaining() const -> index_t {
  auto sum = fresh_.size();
  for (auto const rest : returned_) sum += rest.size();
  return sum;
}

/// Look-ahead pays while there is plenty; near the end a chunk that waits behind another is work
/// that an idle rank could do.
auto manager::depth() const -> std::size_t {
  return terms_.look_ahead && remaining() > workers_.size() ? 2 : 1;
}

auto manager::cut_chunk() -> index_range {
  auto const workers = std::max<index_t>(1, workers_.size() - 1 - static_cast<std::size_t>(gone_));
  auto const size =
      terms_.single_pass
          ? 1
          : next_chunk(terms_.schedule, {.total = terms_.size,
                                         .remaining = remaining(),
                                         .chunks = chunks_,
                                         .workers = workers,
                                         .example_seconds = example_seconds_.value(),
                                         .round_trip_seconds = round_trip_seconds_.value(),
                                         .crowded = here_.talk().crowded(),
                                         .handed_out = fresh_.first});
  if (returned_.empty()) return fresh_.take_front(size);
  auto const chunk = returned_.front().take_front(size);
  if (returned_.front().empty()) returned_.pop_front();
  return chunk;
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
         (stopping_ || remaining() == 0 || static_cast<std::size_t>(gone_) + 1 == workers_.size());
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
  return {done_, terms_.size, busy_, static_cast<int>(workers_.size()) - 1, failures_.size()};
}

}  // namespace dlp::detail
