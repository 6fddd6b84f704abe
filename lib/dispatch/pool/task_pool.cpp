// SPDX-License-Identifier: BSL-1.0
#include <dlp/dispatch/task_pool.hpp>

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include <comm/call/call.hpp>
#include <comm/job/abort_job.hpp>
#include <comm/job/child_process.hpp>
#include <comm/job/crash_line.hpp>
#include <dispatch/managed/manager.hpp>
#include <dispatch/managed/worker.hpp>
#include <dispatch/pool/task_supply.hpp>
#include <dlp/core/error.hpp>

namespace dlp::detail {
namespace {

using clock = std::chrono::steady_clock;

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

}  // namespace

struct task_pool::part {
  part(pool_terms const& terms, doer what)
      : words(words_of(terms)),
        stop(terms.stop),
        work(std::move(what)),
        place(words.c_str(), terms.where, this, index_in) {}

  std::string words;
  std::stop_token stop;
  doer work;
  std::thread::id driver = std::this_thread::get_id();
  int exceptions = std::uncaught_exceptions();  // in flight when the pool began
  clock::time_point began = clock::now();
  bool open = true;
  bool is_driven = false;   // code of the program that it calls may not use it
  std::string broken = {};  // why
  index_t submitted = 0;
  pool_work done = {};
  task_supply tasks = {};
  std::optional<call> talk = {};
  std::unique_ptr<manager> managing = {};
  context* lone = nullptr;
  index_t running = failure::no_index;
  open_place place;

  static auto index_in(void const* pool) noexcept -> index_t {
    return static_cast<part const*>(pool)->running;
  }

  /// Says that the pool is driven, and may call code of the program.
  class drive {
   public:
    explicit drive(part& its) : its_(its) { its_.is_driven = true; }
    drive(drive const&) = delete;
    auto operator=(drive const&) -> drive& = delete;
    ~drive() { its_.is_driven = false; }

   private:
    part& its_;
  };

  /// What a task leaves is preceded by the seconds that it has taken.
  void do_task(index_t index, std::span<std::byte const> frame, bytes& left) {
    auto const begin = clock::now();
    running = index;
    left.clear();
    append(left, 0.0F);
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

  void serve_as_worker(std::function<void()> const& begin);
  auto turn_alone() -> bool;
  void look_for_break();
  void break_with(std::string const& why);
  void give_up();
  [[nodiscard]] auto goes_on() -> bool;
  void close() noexcept;
  void end();
};

task_pool::task_pool(context* talk, pool_terms terms, progress_options const& shown, doer work,
                     std::function<void()> const& begin, context* lone)
    : part_(std::make_unique<part>(terms, std::move(work))) {
  part_->lone = lone;
  if (!talk) {
    try {
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
    part_->serve_as_worker(begin);
    return;
  }
  talk->serve_pool(true);
  part_->talk->say_hello();
  part_->managing = std::make_unique<manager>(*part_->talk, terms_of(terms), std::vector<index_t>(),
                                              part_->stop, shown, &part_->tasks);
}

task_pool::~task_pool() {
  if (!part_->open || is_child()) return;
  auto why = std::vector<failure>();
  if (std::uncaught_exceptions() > part_->exceptions)
    why.push_back(unseen_failure(failure::no_index, rank()));
  leave(why);
}

void task_pool::part::serve_as_worker(std::function<void()> const& begin) {
  struct closing {
    part* its;
    ~closing() { its->close(); }
  } const at_end{this};
  try {
    if (begin) begin();
  } catch (...) {
    auto const rank = talk->talk().rank();
    talk->say_hello(0, {describe_current_exception(failure::no_index, rank)});
    talk->talk().flush();
    return;
  }
  auto working = worker(*talk, {});
  auto left = bytes();
  for (auto given = working.next(); !given.empty(); given = working.next()) {
    for (auto index = given.first; index != given.last; ++index) {
      do_task(index, working.take_task(), left);
      working.deliver(index, left);
    }
  }
}

auto task_pool::is_root() const noexcept -> bool { return !part_->talk || part_->managing; }
auto task_pool::is_open() const noexcept -> bool { return part_->open; }
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
                       std::stop_token stop) -> task_place {
  require_open("submit");
  if (!part_->broken.empty()) throw broken_pool(part_->broken);
  auto const where = part_->tasks.waiting().push(
      {.frame = std::move(frame), .to = std::move(to), .stop = std::move(stop)}, priority);
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
  if (!part_->broken.empty()) throw broken_pool(part_->broken);
  require_chunk(rule);
  part_->tasks.waiting().push(std::move(many), rule, priority);
  serve();
}

void task_pool::serve() {
  auto const driven = part::drive(*part_);
  if (part_->managing) part_->managing->serve();
}

auto task_pool::take_out(task_place where) -> bool {
  if (!part_->open) return false;
  require_open("to cancel");
  return part_->tasks.waiting().take_out(where).has_value();
}

auto task_pool::turn(bool may_wait) -> bool {
  if (!part_->open || !part_->broken.empty()) return false;
  require_open("to wait");
  auto const driven = part::drive(*part_);
  if (!part_->managing) return part_->turn_alone();
  part_->managing->serve();
  auto const result = part_->managing->poll(may_wait);
  if (result) part_->hear(part_->tasks.settle(result->index), result->packed);
  part_->look_for_break();
  return result.has_value();
}

/// In the order in which tasks are handed out.
auto task_pool::part::turn_alone() -> bool {
  if (stop.stop_requested()) {
    give_up();
    return false;
  }
  auto* const batch = tasks.waiting().front();
  auto const next = batch ? tasks.waiting().pop(*batch) : std::nullopt;
  if (!next) return false;
  auto const index = submitted++;
  auto left = bytes();
  {
    auto const body = lone ? std::optional<in_body_while>(*lone) : std::nullopt;
    do_task(index, next->frame, left);
  }
  hear({next->to, next->tag}, left);
  return true;
}

void task_pool::part::look_for_break() {
  if (!managing->broken()) return;
  if (auto const& failures = managing->failures(); !failures.empty()) {
    break_with(to_string(failures.front()));
  } else if (stop.stop_requested()) {
    give_up();
  } else {
    break_with("no worker is left");
  }
}

void task_pool::part::break_with(std::string const& why) {
  broken = "dlp: " + words + " can do nothing more: " + why;
  tasks.drop_all(std::make_exception_ptr(broken_pool(broken)));
}

/// As the stop token says.
void task_pool::part::give_up() {
  broken = "dlp: " + words + " was stopped";
  tasks.drop_all(std::make_exception_ptr(cancelled_error(broken)));
}

auto task_pool::pending() const noexcept -> index_t { return part_->tasks.pending(); }

void task_pool::finish(bool all) {
  if (!part_->open) return;
  require_open("shutdown");
  auto const cancelled = cancelled_error("dlp: " + part_->words + " was shut down");
  if (!all) part_->tasks.waiting().drop_all(std::make_exception_ptr(cancelled));
  part_->tasks.waiting().hurry();
  part_->tasks.close();
  while (part_->goes_on()) static_cast<void>(turn(true));
  if (part_->managing) part_->managing->leave({});
  part_->end();
}

/// Not before all have come: who is at another call hears of it.
auto task_pool::part::goes_on() -> bool {
  if (!broken.empty()) return false;
  auto const driven = drive(*this);
  return tasks.has_more() || tasks.pending() != 0 || (managing && !managing->over());
}

void task_pool::leave(std::vector<failure> const& why) noexcept {
  if (!part_->open) return;
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
  close();
  auto const why = "dlp: " + words + " has ended before this call was done";
  tasks.drop_all(std::make_exception_ptr(cancelled_error(why)));
}

void task_pool::part::close() noexcept {
  if (!std::exchange(open, false)) return;
  place.close();
  done.since_begin = seconds_since(began);
  if (!talk) return;
  talk->talk().in_body(false);
  talk->talk().serve_pool(false);
  talk->close();
}

auto task_pool::work() const -> pool_work {
  auto done = part_->done;
  if (part_->open) done.since_begin = seconds_since(part_->began);
  return done;
}

}  // namespace dlp::detail
