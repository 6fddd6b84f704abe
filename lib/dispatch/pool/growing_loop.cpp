// SPDX-License-Identifier: BSL-1.0
#include <dlp/dispatch/growing_loop.hpp>

#include <algorithm>
#include <exception>
#include <utility>

#include <comm/call/call.hpp>
#include <comm/call/statement.hpp>
#include <comm/job/abort_job.hpp>
#include <comm/job/child_process.hpp>
#include <comm/job/interruption.hpp>
#include <comm/job/open_place.hpp>
#include <dispatch/ledger/loop_terms.hpp>
#include <dispatch/managed/manager.hpp>
#include <dispatch/managed/worker.hpp>
#include <dispatch/pool/item_frame.hpp>
#include <dispatch/pool/task_supply.hpp>
#include <dispatch/progress/watchdog.hpp>
#include <dispatch/report/lone_report.hpp>

namespace dlp::detail {

/// The seeds, which go as their indices.
class seed_series final : public task_series {
 public:
  explicit seed_series(index_t count) : count_(count) {}

  auto look() noexcept -> readiness override {
    return made_ == count_ ? readiness::over : readiness::ready;
  }
  auto make(bytes& frame) noexcept -> bool override {
    auto const seed = frame_of({.path = {made_++}});
    frame.insert(frame.end(), seed.begin(), seed.end());
    return true;
  }
  void ended(std::exception_ptr const&) noexcept override { made_ = count_; }
  [[nodiscard]] auto left() const noexcept -> std::optional<index_t> override {
    return count_ - made_;
  }
  void came(index_t, std::span<std::byte const>) noexcept override {}
  void dropped(index_t, std::exception_ptr const&) noexcept override {}

 private:
  index_t count_;
  index_t made_ = 0;
};

struct growing_loop::part {
  part(loop_terms const& its, item_order how, std::stop_token may_stop, body what)
      : terms(its),
        order(how),
        interrupted(std::move(may_stop), its.until),
        stop(interrupted.token()),
        words(to_string(its) + ", with a feeder"),
        work(std::move(what)),
        place(words.c_str(), its.where, this, index_in, moment_in) {}

  loop_terms terms;
  item_order order;
  interruption interrupted;
  std::stop_token stop;
  std::string words;
  body work;
  int exceptions = std::uncaught_exceptions();  // in flight when the loop began
  bool open = true;
  std::size_t most_waiting = 0;
  kept_values told = {};  // where one rank runs the loop alone
  std::shared_ptr<seed_series> first = std::make_shared<seed_series>(*terms.size);
  task_supply tasks = {};
  std::optional<call> talk = {};
  std::unique_ptr<manager> managing = {};
  std::optional<ledger> alone = {};  // of a loop that one rank runs alone
  std::optional<observer> watched = {};
  std::unique_ptr<loop_drawing> drawing = {};
  std::optional<lone_report> report = {};  // where there is to be one
  std::optional<in_body_while> body_of_alone = {};
  index_t running = failure::no_index;
  std::optional<worker> working = {};
  std::optional<watchdog> watches = {};
  open_place place;

  static auto index_in(void const* loop) noexcept -> index_t {
    return static_cast<part const*>(loop)->running;
  }
  static auto moment_in(void const* loop) noexcept -> loop_moment {
    auto const& here = *static_cast<part const*>(loop);
    auto now = loop_moment{.index = here.running};
    if (here.managing) {
      here.managing->tell_moment(now);
    } else if (here.working) {
      here.working->tell_moment(now);
    }
    if (here.watches && now.what == activity::body) here.watches->tell_moment(now);
    return now;
  }

  /// Not where an item may be done again: what it has handed over would be done twice.
  [[nodiscard]] auto hands_over_at_once() const noexcept -> bool {
    return !goes_back(terms.on_error) && !terms.survive;
  }
  void watch() {
    if (terms.warn_after) watches.emplace(words, terms.where, *terms.warn_after);
  }
  void begin_to_hand_out();
  void grow(item_path const& parent, std::span<std::byte const> packed);
  void do_item(given_item const& item, made_of_item& made);
  [[nodiscard]] auto failure_at(given_item const& item, made_of_item& made, int rank) -> failure;
  void serve_as_worker(std::string title);
  auto next_alone() -> std::optional<item_result>;
  auto take_alone() -> std::optional<index_t>;
  void close() noexcept;
};

growing_loop::growing_loop(context* talk, loop_terms terms, item_order order, std::stop_token stop,
                           progress_options const& shown, body work)
    : part_(std::make_unique<part>(terms, order, std::move(stop), std::move(work))) {
  auto& its = *part_;
  terms.interrupted = &its.interrupted;
  if (!talk) {
    its.alone.emplace(0, terms.on_error);
    its.watched.emplace(shown);
    if (its.watched->explains())
      its.report.emplace(*its.watched, loop_facts{.words = its.words,
                                                  .where = line_of(terms.where),
                                                  .rule = terms.schedule,
                                                  .has_results = !terms.result.empty(),
                                                  .grows = true});
    its.drawing = draw_loop(title_here(shown.label, its.words, terms.where),
                            std::chrono::steady_clock::now());
    if (terms.lone) its.body_of_alone.emplace(*terms.lone);
    its.watch();
    its.begin_to_hand_out();
    return;
  }
  its.talk.emplace(*talk, its.words, terms.root, terms.where,
                   terms.survive ? on_loss::go_on : on_loss::end_job);
  talk->in_body(true);
  if (!its.talk->at_root()) {
    its.watch();
    its.serve_as_worker(title_here(shown.label, its.words, its.terms.where));
    return;
  }
  its.begin_to_hand_out();
  its.talk->say_hello();
  terms.size = 0;  // so far
  if (terms.result.empty()) terms.result = "items";
  its.managing = std::make_unique<manager>(*its.talk, std::move(terms), std::vector<index_t>(),
                                           its.stop, shown, &its.tasks);
}

growing_loop::~growing_loop() {
  if (!part_->open || is_child()) return;
  try {
    auto why = std::vector<failure>();
    if (std::uncaught_exceptions() > part_->exceptions && part_->talk)
      why.push_back(unseen_failure(part_->running, part_->talk->talk().rank()));
    if (part_->managing) part_->managing->leave(why);
  } catch (...) {
    auto const what = describe_current_exception(failure::no_index, 0);
    end_job("the end of " + part_->words + ": " + what.text);
  }
  part_->close();
}

auto growing_loop::is_root() const noexcept -> bool { return !part_->talk || part_->managing; }

auto growing_loop::most_waiting() const noexcept -> std::size_t { return part_->most_waiting; }

void growing_loop::tell(bytes packed) {
  if (!part_->open) return;
  if (part_->managing)
    part_->managing->send_value(told_number, packed);
  else
    part_->told.put(told_number, std::move(packed));
}

void growing_loop::fail_at(item_path const& path) {
  auto const rank = part_->talk ? part_->talk->talk().rank() : 0;
  auto what = describe_current_exception(path.front(), rank);
  name(what, path);
  if (part_->managing) {
    part_->managing->fail(std::move(what));
  } else if (part_->alone->broken(std::move(what)) == after_failure::stop) {
    part_->alone->stop();
  }
}

auto growing_loop::next_result() -> std::optional<item_result> {
  auto& its = *part_;
  require_no_child();
  if (!its.open) return std::nullopt;
  try {
    if (its.alone) {
      auto result = its.next_alone();
      if (!result) its.close();
      return result;
    }
    if (auto const raw = its.managing->next_result()) {
      auto result = item_result{its.tasks.item_of(raw->index).path, {}};
      auto const packed = read_made(raw->packed, [](auto...) {});
      result.packed.assign(packed.begin(), packed.end());
      static_cast<void>(its.tasks.settle(raw->index));
      its.running = result.path.front();
      return result;
    }
  } catch (...) {
    its.close();
    throw;
  }
  its.close();
  return std::nullopt;
}

/// What an item has added waits from the moment on at which its result arrives, and not when the
/// root takes it: it may be slow.
void growing_loop::part::begin_to_hand_out() {
  constexpr auto depth_of_seeds = 1;
  tasks.waiting().push(first, terms.schedule,
                       order == item_order::depth_first ? depth_of_seeds : 0);
  if (order == item_order::depth_first) tasks.give_singly();
  tasks.close();
  tasks.when_arrived([this](index_t index, std::span<std::byte const> packed) {
    grow(tasks.item_of(index).path, packed);
  });
}

void growing_loop::part::grow(item_path const& parent, std::span<std::byte const> packed) {
  static_cast<void>(read_made(packed, [&](index_t number, std::span<std::byte const> data) {
    auto child = given_item{.path = parent, .is_seed = false, .data = data};
    child.path.push_back(number);
    auto const depth = static_cast<int>(child.path.size());
    tasks.waiting().push({.frame = frame_of(child), .to = first},
                         order == item_order::depth_first ? depth : 0);
  }));
  most_waiting = std::max(most_waiting, static_cast<std::size_t>(tasks.waiting().alone()));
}

void growing_loop::part::do_item(given_item const& item, made_of_item& made) {
  running = item.path.front();
  made = {};
  auto const visit = visit_while(watches, running);
  work(item, made);
  require_no_child();
}

auto growing_loop::part::failure_at(given_item const& item, made_of_item& made, int rank)
    -> failure {
  auto what = describe_current_exception(item.path.front(), rank);
  what.example = std::move(made.example);
  name(what, item.path);
  return what;
}

void growing_loop::part::serve_as_worker(std::string title) {
  struct closing {
    part* its;
    ~closing() {
      its->close();
      its->working.reset();
    }
  } const at_end{this};
  working.emplace(*talk, stop, terms.on_error, std::nullopt, &interrupted, false, std::move(title));
  auto made = made_of_item();
  auto packed = bytes();
  for (auto given = working->next(); !given.empty(); given = working->next()) {
    for (auto index = given.first; index != given.last; ++index) {
      auto item = item_in(working->take_task());
      item.told = &working->kept();
      if (hands_over_at_once()) {
        item.add_now = [&, index](added_item one) {
          auto now = bytes();
          append(now, made_of_item{.added = {std::move(one)}});
          working->send_added(index, now);
        };
      }
      try {
        do_item(item, made);
      } catch (...) {
        if (is_child()) throw;
        if (!working->fail(failure_at(item, made, talk->talk().rank()), index)) break;
        continue;
      }
      packed.clear();
      append(packed, made);
      working->deliver(index, packed);
    }
  }
}

/// The index of the next item, where one rank does all of them.
auto growing_loop::part::take_alone() -> std::optional<index_t> {
  if (stop.stop_requested()) alone->stop();
  if (alone->stopped()) return std::nullopt;
  if (auto const again = alone->take_again(0)) return again->range.first;
  if (alone->remaining() == 0) tasks.admit(*alone, 1);
  auto const next = alone->take(0, 1);
  return next.empty() ? std::nullopt : std::optional(next.first);
}

auto growing_loop::part::next_alone() -> std::optional<item_result> {
  while (auto const index = take_alone()) {
    auto item = tasks.item_of(*index);
    item.told = &told;
    if (hands_over_at_once()) {
      item.add_now = [&](added_item one) {
        auto now = bytes();
        append(now, made_of_item{.added = {std::move(one)}});
        grow(item.path, now);
      };
    }
    auto made = made_of_item();
    auto const now = [this] {
      return drawing || report ? timeline::clock::now() : timeline::time_point();
    };
    auto const begin = now();
    auto const note = [&] {
      auto const end = now();
      if (drawing) drawing->visited(*index, 1, begin, end);
      if (report) report->visited(*index, begin, end);
    };
    try {
      do_item(item, made);
      note();
    } catch (...) {
      if (is_child()) throw;
      note();
      auto what = failure_at(item, made, 0);
      watched->failed(what);
      auto const then = alone->failed(std::move(what), *index);
      if (then == after_failure::stop) alone->stop();
      if (then != after_failure::again) static_cast<void>(tasks.settle(*index));
      alone->done(0, {*index, *index + 1});
      continue;
    }
    alone->done(0, {*index, *index + 1});
    auto packed = bytes();
    append(packed, made);
    grow(item.path, packed);
    static_cast<void>(tasks.settle(*index));
    return item_result{item.path, std::move(made.result)};
  }
  body_of_alone.reset();
  drawing.reset();
  if (report) report->conclude(alone->outcome().is_good() && !alone->has_work());
  alone->end({.by = interrupted.why(), .has_work = alone->has_work() || tasks.has_more()});
  conclude(words, terms.on_error, alone->outcome(), true);
  return std::nullopt;
}

void growing_loop::part::close() noexcept {
  if (!std::exchange(open, false)) return;
  place.close();
  watches.reset();
  if (!talk) return;
  talk->talk().in_body(false);
  talk->close();
}

}  // namespace dlp::detail
