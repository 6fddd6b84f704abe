// SPDX-License-Identifier: BSL-1.0
#include <dlp/dispatch/task_pool.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include <comm/call/call.hpp>
#include <comm/call/statement.hpp>
#include <comm/job/abort_job.hpp>
#include <comm/job/child_process.hpp>
#include <comm/job/interruption.hpp>
#include <comm/job/open_place.hpp>
#include <comm/job/service_thread.hpp>
#include <comm/wire/backoff.hpp>
#include <core/say_line.hpp>
#include <dispatch/managed/manager.hpp>
#include <dispatch/managed/worker.hpp>
#include <dispatch/pool/task_supply.hpp>
#include <dispatch/progress/watchdog.hpp>
#include <dispatch/report/lone_report.hpp>
#include <dlp/core/error.hpp>

namespace dlp::detail {
namespace {

using clock = std::chrono::steady_clock;

/// Of the next value that is kept: no two pools of a process have the same.
auto next_number = std::atomic<std::uint64_t>(1);

auto seconds_since(clock::time_point then) -> double {
  return std::chrono::duration<double>(clock::now() - then).count();
}

auto terms_of(pool_terms const& pool) -> loop_terms {
  return {.name = pool.name,
          .result = "bytes",
          .size = 0,
          .root = pool.root,
          .survive = pool.survive,
          .where = pool.where};
}

auto words_of(pool_terms const& terms) -> std::string {
  auto words = terms.name + ", root " + std::to_string(terms.root);
  if (terms.survive) words += ", " + to_string(*terms.survive);
  return words;
}

/// Says while it lives which values the task of this thread may use.
class values_while {
 public:
  explicit values_while(kept_values* here) noexcept
      : before_(std::exchange(values_in_task(), here)) {}
  values_while(values_while const&) = delete;
  auto operator=(values_while const&) -> values_while& = delete;
  ~values_while() { values_in_task() = before_; }

 private:
  kept_values* before_;
};

/// While it lives the only rank is in a task, and not at the root of a pool: a loop in it runs
/// alone.
class program_code {
 public:
  explicit program_code(context* lone) : lone_(lone) { is(true); }
  program_code(program_code const&) = delete;
  auto operator=(program_code const&) -> program_code& = delete;
  ~program_code() { is(false); }

 private:
  void is(bool in_task) noexcept {
    if (!lone_) return;
    lone_->in_body(in_task);
    lone_->serve_pool(!in_task);
  }

  context* lone_;
};

}  // namespace

struct task_pool::part {
  part(pool_terms const& terms, doer what)
      : words(words_of(terms)),
        interrupted(terms.stop, {}),
        stop(interrupted.token()),
        work(std::move(what)),
        place(words.c_str(), terms.where, this, index_in, moment_in) {}

  std::string words;
  interruption interrupted;
  std::stop_token stop;
  doer work;
  std::thread::id driver = std::this_thread::get_id();
  int exceptions = std::uncaught_exceptions();  // in flight when the pool began
  clock::time_point began = clock::now();
  bool open = true;
  bool is_driven = false;   // code of the program that it calls may not use it
  std::string broken = {};  // why
  index_t submitted = 0;
  std::shared_ptr<bool const> alive = std::make_shared<bool const>(true);  // for who outlives it
  pool_work done = {};
  task_supply tasks = {};
  std::optional<call> talk = {};
  std::unique_ptr<manager> managing = {};
  std::optional<observer> alone = {};  // hears where there is no manager
  std::unique_ptr<loop_drawing> drawing = {};
  std::optional<lone_report> report = {};  // where there is to be one
  context* lone = nullptr;
  std::weak_ptr<void const> lone_lives = {};  // no longer than MPI
  kept_values* values_for_tasks = nullptr;
  index_t running = failure::no_index;
  clock::time_point running_since = {};
  std::optional<worker> working = {};
  std::optional<watchdog> watches = {};
  open_place place;

  // Where a thread helps, all of the above is used with this locked; what the program is called for
  // meanwhile may call the pool again.
  std::recursive_mutex in_use = {};
  bool is_helped = false;  // the thread does not sleep
  std::atomic<bool> quits = false;
  std::exception_ptr found_by_thread = {};  // as that the ranks disagree
  std::unique_ptr<service_thread> thread = {};

  ~part() {
    alive.reset();  // tokens in the tasks may outlive it
    close();
  }

  static auto index_in(void const* pool) noexcept -> index_t {
    return static_cast<part const*>(pool)->running;
  }
  /// Of the root no more than what its own thread has: another may be serving.
  static auto moment_in(void const* pool) noexcept -> loop_moment {
    auto const& here = *static_cast<part const*>(pool);
    if (here.running != failure::no_index)
      return {.index = here.running, .since = here.running_since, .is_exact = true};
    auto now = loop_moment();
    if (here.working) {
      here.working->tell_moment(now);
    } else {
      now.what = here.is_driven ? activity::serving : activity::holding;
      now.done = here.done.calls;
    }
    return now;
  }

  /// Says that the pool is driven, and may call code of the program.
  class drive {
   public:
    explicit drive(part& its) : its_(its) {
      its_.is_driven = true;
      if (its_.managing) its_.managing->is_back();
    }
    drive(drive const&) = delete;
    auto operator=(drive const&) -> drive& = delete;
    ~drive() {
      its_.is_driven = false;
      if (its_.managing) its_.managing->goes();
    }

   private:
    part& its_;
  };

  /// What a task leaves is preceded by the seconds that it has taken.
  void do_task(index_t index, std::span<std::byte const> frame, bytes& left) {
    auto const begin = clock::now();
    running_since = begin;
    running = index;
    left.clear();
    append(left, 0.0F);
    auto const in_task = values_while(values_for_tasks);
    auto const visit = visit_while(watches, index);
    work(frame, left, talk ? talk->talk().rank() : 0);
    require_no_child();
    auto const seconds = static_cast<float>(seconds_since(begin));
    std::ranges::copy(std::as_bytes(std::span(&seconds, 1)), left.begin());
    running = failure::no_index;
  }

  void hear(task_supply::heard const& by, std::span<std::byte const> packed) {
    auto const seconds = static_cast<double>(byte_reader(packed).take<float>());
    ++done.calls;
    done.longest = std::max(done.longest, seconds);
    done.computed += seconds;
    if (by.to) by.to->came(by.tag, packed.subspan(sizeof(float)));
  }

  void drop_value(std::uint64_t number) noexcept;
  void help();
  void have_help();
  void dismiss_thread() {
    quits = true;
    if (thread) thread->quit();
  }
  void serve_as_worker(std::function<void()> const& begin, std::string title);
  auto turn_alone() -> bool;
  void look_for_break();
  void say_what_is_dropped();
  void break_with(std::string const& why);
  void give_up(std::string const& by);
  [[nodiscard]] auto goes_on() -> bool;
  void close() noexcept;
  void end();
};

task_pool::task_pool(context* talk, pool_terms terms, progress_options const& shown, doer work,
                     std::function<void()> const& begin, context* lone)
    : part_(std::make_unique<part>(terms, std::move(work))) {
  if (lone) {
    part_->lone = lone;
    part_->lone_lives = lone->alive();
    lone->serve_pool(true);
  }
  if (terms.warn_after && (!talk || talk->rank() != terms.root))
    part_->watches.emplace(part_->words, terms.where, *terms.warn_after);
  if (!talk) {
    part_->values_for_tasks = &part_->tasks.values();
    part_->alone.emplace(shown);
    if (part_->alone->explains())
      part_->report.emplace(
          *part_->alone,
          loop_facts{.words = part_->words, .where = line_of(terms.where), .is_pool = true});
    part_->drawing = draw_loop(title_here(shown.label, part_->words, terms.where), clock::now());
    try {
      auto const its_code = program_code(lone);
      if (begin) begin();
    } catch (...) {
      part_->break_with(describe_current_exception(failure::no_index, 0).text);
    }
    return;
  }
  part_->talk.emplace(*talk, part_->words, terms.root, terms.where,
                      terms.survive ? on_loss::go_on : on_loss::end_job);
  talk->in_body(true);
  if (!part_->talk->at_root()) {
    part_->serve_as_worker(begin, title_here(shown.label, part_->words, terms.where));
    return;
  }
  talk->serve_pool(true);
  part_->talk->say_hello();
  auto of_manager = terms_of(terms);
  of_manager.interrupted = &part_->interrupted;
  part_->managing =
      std::make_unique<manager>(*part_->talk, std::move(of_manager), std::vector<index_t>(),
                                part_->stop, shown, &part_->tasks);
  if (terms.progress_thread)
    part_->thread = std::make_unique<service_thread>("the progress thread of a pool",
                                                     [its = part_.get()] { its->help(); });
}

/// In a child it is its parent's, with a thread that is not there, and locks that nobody opens.
task_pool::~task_pool() {
  abandon();
  if (is_child()) static_cast<void>(part_.release());
}

void task_pool::abandon() noexcept {
  if (!part_->open || is_child()) return;
  part_->dismiss_thread();
  auto why = std::vector<failure>();
  if (std::uncaught_exceptions() > part_->exceptions)
    why.push_back(unseen_failure(failure::no_index, rank()));
  else
    part_->say_what_is_dropped();
  leave(why);
}

/// Who wanted none of these calls would have said so, by `finish::cancel_pending` or a stop.
void task_pool::part::say_what_is_dropped() {
  auto const count = tasks.waiting().alone();
  if (count == 0 || stop.stop_requested()) return;
  auto const line = "dlp: " + words + ": " + std::to_string(count) +
                    (count == 1 ? " call was" : " calls were") +
                    " dropped at its end without having begun: pool.shutdown() waits for all\n";
  static_cast<void>(std::fputs(line.c_str(), stderr));
}

void task_pool::part::serve_as_worker(std::function<void()> const& begin, std::string title) {
  struct closing {
    part* its;
    ~closing() {
      its->close();
      its->working.reset();
    }
  } const at_end{this};
  try {
    if (begin) begin();
  } catch (...) {
    auto const why = describe_current_exception(failure::no_index, talk->talk().rank());
    say_line("dlp: " + words + ": cannot begin on " + to_string(why));
    talk->say_hello(0, {why});
    talk->talk().flush();
    return;
  }
  auto const by_signal = interruption({}, {});  // the program's token counts at the root
  working.emplace(*talk, by_signal.token(), error_policy(), std::nullopt, &by_signal, false,
                  std::move(title));
  values_for_tasks = &working->kept();
  auto left = bytes();
  for (auto given = working->next(); !given.empty(); given = working->next()) {
    for (auto index = given.first; index != given.last; ++index) {
      do_task(index, working->take_task(), left);
      working->deliver(index, left);
    }
  }
}

/// The progress thread's work: until nothing is under way.
void task_pool::part::help() {
  auto waiting = backoff(true);  // the thread has no core of its own
  while (!quits) {
    {
      auto const lock = std::scoped_lock(in_use);
      is_helped = open && tasks.pending() != 0 && !found_by_thread;
      if (!is_helped) return;
      tasks.waiting().call_nobody(true);
      try {
        if (managing->pump()) waiting.reset();
      } catch (...) {
        found_by_thread = std::current_exception();
      }
      tasks.waiting().call_nobody(false);
    }
    waiting.pause();  // with the lock open: the root may wait for it
  }
}

/// Wakes it where something is under way.
void task_pool::part::have_help() {
  if (!thread || is_helped || tasks.pending() == 0) return;
  thread->wake();
  is_helped = true;
}

auto task_pool::is_root() const noexcept -> bool { return !part_->talk || part_->managing; }
auto task_pool::is_open() const noexcept -> bool { return part_->open; }
auto task_pool::is_driven() const noexcept -> bool { return part_->is_driven; }
auto task_pool::rank() const noexcept -> int {
  return part_->talk ? part_->talk->talk().rank() : 0;
}
auto task_pool::workers() const noexcept -> int {
  return part_->talk ? part_->talk->talk().size() - 1 : 1;
}

void task_pool::require_open(char const* what) const {
  auto const require = [&](bool is, char const* why) {
    if (!is) throw usage_error(std::string("dlp: ") + what + why);
  };
  require_no_child();
  require(is_root(), " on a worker of the pool: only its root gives work");
  require(part_->open, " on a pool that has been shut down");
  require(std::this_thread::get_id() == part_->driver,
          " in another thread than the one that made the pool, which it belongs to");
  require(!part_->is_driven, " in a call of the same pool, or in a range that it reads");
}

auto task_pool::submit(bytes frame, std::shared_ptr<task_listener> to, int priority,
                       std::stop_token stop, kept_tokens uses) -> task_place {
  require_open("submit");
  auto const lock = std::scoped_lock(part_->in_use);
  if (!part_->broken.empty()) throw broken_pool(part_->broken);
  auto const where = part_->tasks.waiting().push({.frame = std::move(frame),
                                                  .to = std::move(to),
                                                  .stop = std::move(stop),
                                                  .uses = std::move(uses)},
                                                 priority);
  if (!part_->managing) return where;
  serve();
  // Workers that are through get more, and results do not pile up, while the root submits.
  constexpr auto between_turns = 8;
  auto turns = ++part_->submitted % between_turns == 0 ? 2 * between_turns : 0;
  while (turns != 0 && turn(false)) --turns;
  return where;
}

void task_pool::submit(std::shared_ptr<task_series> many, schedule const& rule, int priority) {
  require_open("map");
  auto const lock = std::scoped_lock(part_->in_use);
  if (!part_->broken.empty()) throw broken_pool(part_->broken);
  require_chunk(rule);
  part_->tasks.waiting().push(std::move(many), rule, priority);
  serve();
}

void task_pool::serve() {
  auto const driven = part::drive(*part_);
  part_->tasks.waiting().take_out_ended();  // as an empty series
  if (!part_->managing) return;
  part_->managing->serve();
  part_->have_help();
}

auto task_pool::keep(std::shared_ptr<void const> value, bytes packed, kept_tokens uses)
    -> std::shared_ptr<kept_token const> {
  require_open("broadcast");
  auto const lock = std::scoped_lock(part_->in_use);
  auto const number = next_number++;
  part_->tasks.values().put(number, std::move(packed), std::move(value));
  auto const alive = std::weak_ptr<bool const>(part_->alive);
  return std::make_shared<kept_token>(number, std::move(uses), [its = part_.get(), alive, number] {
    if (alive.lock() && !is_child()) its->drop_value(number);
  });
}

void task_pool::part::drop_value(std::uint64_t number) noexcept {
  try {
    auto const lock = std::scoped_lock(in_use);
    if (managing && open)
      managing->drop_value(number);
    else
      static_cast<void>(tasks.drop_value(number));
  } catch (...) {
    end_job(words + ": " + describe_current_exception(failure::no_index, 0).text);
  }
}

auto task_pool::take_out(task_place where) -> bool {
  require_no_child();
  auto const lock = std::scoped_lock(part_->in_use);
  if (!part_->open) return false;
  require_open("to cancel");
  return part_->tasks.waiting().take_out(where).has_value();
}

auto task_pool::turn(bool may_wait) -> bool {
  if (!part_->open || !part_->broken.empty()) return false;
  require_open("to wait");
  auto const lock = std::scoped_lock(part_->in_use);
  if (part_->found_by_thread) std::rethrow_exception(part_->found_by_thread);
  auto const driven = part::drive(*part_);
  auto has_ended = part_->tasks.tell_of_failed();
  has_ended |= part_->tasks.waiting().take_out_ended();  // whoever waits may wait for just that
  if (!part_->managing) return !has_ended && part_->turn_alone();
  part_->managing->serve();
  auto const result = part_->managing->poll(may_wait && !has_ended);
  if (result) {
    part_->hear(part_->tasks.settle(result->index), result->packed);
  } else {
    part_->look_for_break();  // not before all that has come is heard of
  }
  part_->have_help();
  return result.has_value();
}

/// In the order in which tasks are handed out.
auto task_pool::part::turn_alone() -> bool {
  if (stop.stop_requested()) {
    give_up(interrupted.why());
    return false;
  }
  auto* const batch = tasks.waiting().front();
  auto const next = batch ? tasks.waiting().pop(*batch) : std::nullopt;
  if (!next) return false;
  auto const index = submitted++;
  auto left = bytes();
  {
    auto const its_code = program_code(lone_lives.expired() ? nullptr : lone);
    auto const noted = drawing || report;
    auto const begin = noted ? clock::now() : clock::time_point();
    do_task(index, next->frame, left);
    auto const end = noted ? clock::now() : clock::time_point();
    if (drawing) drawing->visited(index, 1, begin, end);
    if (report) report->visited(index, begin, end);
  }
  hear({next->to, next->tag}, left);
  return true;
}

void task_pool::part::look_for_break() {
  if (!managing->broken()) return;
  if (auto const& failures = managing->failures(); !failures.empty()) {
    break_with(to_string(failures.front()));
  } else if (auto const by = managing->interrupted_by(); !by.empty() || stop.stop_requested()) {
    give_up(by);
  } else {
    break_with("no worker is left");
  }
}

void task_pool::part::break_with(std::string const& why) {
  broken = "dlp: " + words + " can do nothing more: " + why;
  tasks.drop_all(std::make_exception_ptr(broken_pool(broken)));
}

/// As the stop token says, or what interrupts all loops.
void task_pool::part::give_up(std::string const& by) {
  broken = "dlp: " + words + " was stopped" + (by.empty() ? "" : " by " + by);
  tasks.drop_all(std::make_exception_ptr(cancelled_error(broken)));
}

auto task_pool::pending() const noexcept -> index_t {
  auto const lock =
      is_child() ? std::unique_lock<std::recursive_mutex>() : std::unique_lock(part_->in_use);
  return part_->tasks.pending();
}

void task_pool::finish(bool all) {
  if (!part_->open) return;
  require_open("shutdown");
  part_->dismiss_thread();
  auto const cancelled = cancelled_error("dlp: " + part_->words + " was shut down");
  if (!all) part_->tasks.waiting().drop_all(std::make_exception_ptr(cancelled));
  part_->tasks.waiting().hurry();
  part_->tasks.close();
  while (part_->goes_on()) static_cast<void>(turn(true));
  if (part_->managing) {
    if (part_->broken.empty())
      part_->managing->finish();
    else
      part_->managing->leave({});
  }
  if (part_->report) part_->report->conclude(part_->broken.empty());
  part_->end();
}

/// Not before all have come: who is at another call hears of it.
auto task_pool::part::goes_on() -> bool {
  if (!broken.empty()) return false;
  auto const driven = drive(*this);
  return tasks.has_more() || tasks.pending() != 0 || (managing && !managing->over());
}

void task_pool::leave(std::vector<failure> const& why) noexcept {
  if (!part_->open || is_child()) return;
  part_->dismiss_thread();
  try {
    if (part_->managing) part_->managing->leave(why);
  } catch (...) {
    auto const what = describe_current_exception(failure::no_index, 0);
    end_job("the end of " + part_->words + ": " + what.text);
  }
  part_->end();
}

/// What is not done will not be.
void task_pool::part::end() {
  drawing.reset();
  close();
  auto const why = "dlp: " + words + " has ended before this call was done";
  tasks.drop_all(std::make_exception_ptr(cancelled_error(why)));
}

void task_pool::part::close() noexcept {
  if (!std::exchange(open, false)) return;
  place.close();
  watches.reset();
  done.since_begin = seconds_since(began);
  if (!lone_lives.expired()) lone->serve_pool(false);
  if (!talk) return;
  talk->talk().in_body(false);
  talk->talk().serve_pool(false);
  talk->close();
}

void task_pool::says(std::string_view sentence) {
  if (is_child()) return;
  auto const lock = std::scoped_lock(part_->in_use);
  if (part_->managing)
    part_->managing->says(sentence);
  else if (part_->alone)
    part_->alone->says(sentence);
}

auto task_pool::work() const -> pool_work {
  auto done = part_->done;
  if (part_->open) done.since_begin = seconds_since(part_->began);
  return done;
}

}  // namespace dlp::detail
