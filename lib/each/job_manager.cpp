// SPDX-License-Identifier: BSL-1.0
#include <each/job_manager.hpp>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <utility>

#include <poll.h>
#include <unistd.h>

#include <core/say_line.hpp>
#include <dlp/core/error.hpp>
#include <dlp/core/printable_text.hpp>
#include <each/job_runner.hpp>
#include <each/stop_signal.hpp>
#include <each/system_text.hpp>

namespace dlp::detail {
namespace {

constexpr auto not_done = 255;
constexpr auto by_signal = 128;  // is added to a signal, as shells do

auto shown(std::string const& command) -> std::string {
  constexpr auto enough = std::size_t{200};
  return printable_text(cut_text(command, enough));
}

/// What could not be run, in place of its result.
auto result_of(std::uint64_t number, std::exception_ptr const& thrown) -> job_result {
  auto result = job_result{.number = number, .is_begun = true};
  try {
    std::rethrow_exception(thrown);
  } catch (std::exception const& why) {
    result.why = why.what();
  }
  return result;
}

}  // namespace

job_manager::job_manager(each_options const& asked, job_wire* wire)
    : asked_(asked),
      wire_(wire),
      rows_(asked.arguments),
      printer_(asked.printing, [this](int stream, std::string_view text) { write(stream, text); }) {
}

void job_manager::write(int stream, std::string_view text) {
  if (bar_) bar_->clear(stream);
  while (!text.empty()) {
    auto const size = ::write(stream, text.data(), text.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) throw error("dlp-each: output cannot be written: " + system_text(errno));
    text.remove_prefix(static_cast<std::size_t>(size));
  }
}

void job_manager::prepare() {
  if (asked_.skips_done) in_log_ = failures_in_log(asked_.log);
  if (asked_.halt.needs_total() || asked_.shows_bar) counts_.total = rows_.count();
  if (asked_.is_dry) return;
  if (asked_.log_goes_on && std::filesystem::is_regular_file(asked_.log))
    static_cast<void>(failures_in_log(asked_.log));  // which throws for a file of something else
  auto const goes_on = asked_.log_goes_on || asked_.skips_done;
  if (!asked_.store.empty()) store_ = std::make_unique<job_store>(asked_.store, asked_.skips_done);
  if (!asked_.log.empty()) log_.emplace(asked_.log, goes_on);
  if (asked_.shows_bar) bar_.emplace(counts_.total);
}

/// Jobs that the log has are left out, and their numbers are counted.
auto job_manager::next_order(bool may_wait) -> std::optional<job_order> {
  while (auto row = rows_.next(may_wait)) {
    auto const known = in_log_.find(++number_);
    if (known == in_log_.end() || (known->second && !asked_.skips_failed_too))
      return job_order{.number = number_, .arguments = std::move(*row)};
    ++left_out_;
    printer_.end(number_, {});
  }
  return std::nullopt;
}

void job_manager::print_commands() {
  prepare();
  while (auto const order = next_order(true)) write(1, command_of(asked_, *order, 1) + '\n');
}

auto job_manager::run(job_pool& pool) -> int {
  prepare();
  try {
    while (!is_through()) go_on(pool);
    printer_.end_all();
  } catch (...) {
    drain(pool);
    throw;
  }
  if (store_) store_->commit();
  log_kept();
  if (bar_) bar_->show(left_out_ + counts_.done(), left_out_);
  auto const stop = stop_signal() != 0 ? stop_signal() : stop_;
  return stop != 0 ? by_signal + stop : asked_.halt.exit_code(counts_);
}

void job_manager::go_on(job_pool& pool) {
  if (stop_signal() != 0) want_less(demand::nothing);
  auto const fed = feed(pool);
  auto has_come = pool.poll();
  if (broken_) std::rethrow_exception(broken_);
  has_come |= take_results();
  while (wire_ != nullptr && wire_->take([this](auto number, int slot, int stream, auto text) {
    take_output(number, slot, stream, text);
  }))
    has_come = true;
  keep();
  if (bar_) bar_->show(left_out_ + counts_.done(), left_out_);
  if (fed || has_come)
    nap_ = 0;
  else if (!is_through())
    wait(wanted_ == demand::all && under_way_.size() < room(pool));
}

/// How many jobs are submitted at once: a worker has its next before it is through with one; but
/// not where what follows depends on how that ends.
auto job_manager::room(job_pool const& pool) const -> std::size_t {
  auto const workers = static_cast<std::size_t>(pool.workers());
  return wire_ == nullptr || !asked_.halt.is_never() ? workers : 2 * workers + 1;
}

auto job_manager::is_through() const -> bool {
  if (!under_way_.empty()) return false;
  return wanted_ != demand::all || (again_.empty() && rows_.is_at_end());
}

auto job_manager::feed(job_pool& pool) -> bool {
  auto has_fed = false;
  while (wanted_ == demand::all && under_way_.size() < room(pool)) {
    if (!again_.empty()) {
      submit(pool, std::move(again_.front()));
      again_.pop_front();
    } else if (auto order = next_order(false)) {
      submit(pool, {.order = std::move(*order)});
    } else {
      break;
    }
    has_fed = true;
  }
  return has_fed;
}

void job_manager::submit(job_pool& pool, job what) {
  auto const number = what.order.number;
  auto const& its = under_way_[number] = std::move(what);
  static_cast<void>(
      pool(its.order)
          .or_else([number](std::exception_ptr const& thrown) { return result_of(number, thrown); })
          .then([this](job_result result) { come_.push_back(std::move(result)); }));
}

auto job_manager::take_results() -> bool {
  auto const has_come = !come_.empty();
  while (!come_.empty()) {
    auto one = std::move(come_.front());
    come_.pop_front();
    take(std::move(one));
  }
  return has_come;
}

auto job_manager::tag_of(std::uint64_t number, int slot) const -> std::string {
  auto const found = under_way_.find(number);
  if (!asked_.tag || found == under_way_.end()) return {};
  return asked_.tag->text_for(
      {.number = number, .slot = slot, .arguments = found->second.order.arguments});
}

void job_manager::take_output(std::uint64_t number, int slot, int stream, std::string_view text) {
  if (text.empty() || drops_output_) return;
  try {
    if (store_) store_->add_output(number, stream, text);
    printer_.add(number, stream, text, tag_of(number, slot));
  } catch (...) {
    broken_ = std::current_exception();
    throw;
  }
}

void job_manager::take(job_result result) {
  if (result.stop != 0 && stop_ == 0) {
    stop_ = result.stop;
    want_less(demand::nothing);
  }
  auto const found = under_way_.find(result.number);
  auto const is_ended = result.code == -1 || (result.stop != 0 && result.signal != 0);
  auto const is_cut_short = is_ended && !result.is_timed_out && result.why.empty();
  if (!result.is_begun || (is_cut_short && wanted_ == demand::nothing)) {
    if (store_) store_->drop(result.number);
    printer_.drop(result.number);
    under_way_.erase(found);
    return;
  }
  take_output(result.number, result.slot, 1, result.out);
  take_output(result.number, result.slot, 2, result.err);
  auto its = std::move(found->second);
  under_way_.erase(found);
  auto const command = command_of(asked_, its.order, result.slot);
  auto const name = "dlp-each: job " + std::to_string(result.number);
  if (result.is_timed_out) say(name + " was ended by --timeout: " + shown(command));
  if (!result.why.empty()) say(name + " could not be run: " + result.why);
  ++its.tries;
  record(its, result, command);
}

void job_manager::record(job& of, job_result const& result, std::string const& command) {
  auto const ended = job_record{.number = result.number,
                                .host = result.host.empty() ? ":" : result.host,
                                .began = result.began,
                                .seconds = result.seconds,
                                .received = result.received,
                                .code = result.code,
                                .signal = result.signal,
                                .command = command};
  auto const may_try_again = asked_.tries == 0 || of.tries < asked_.tries;
  if (ended.failed() && wanted_ == demand::all && may_try_again) {
    printer_.drop(ended.number);
    if (store_) store_->drop(ended.number);
    again_.push_back(std::move(of));
    return;
  }
  if (store_) store_->add(ended, result.slot, static_cast<int>(of.tries));
  printer_.end(ended.number, asked_.prints_commands ? command + '\n' : "");
  if (log_) unlogged_.push_back(ended);
  (ended.failed() ? counts_.failed : counts_.succeeded)++;
  if (wanted_ != demand::all) return;
  counts_.last_code = ended.code < 0      ? not_done
                      : ended.signal != 0 ? by_signal + ended.signal
                                          : ended.code;
  auto const what = asked_.halt.judge(counts_);
  if (what == demand::all) return;
  say("dlp-each: --halt after job " + std::to_string(ended.number) + ": " + shown(command));
  want_less(what);
}

void job_manager::keep() {
  if (!store_ || store_->commit_if_due()) log_kept();
}

/// What the log has is left out by --resume: so the store has it before.
void job_manager::log_kept() {
  for (auto const& one : std::exchange(unlogged_, {})) log_->add(one);
}

void job_manager::say(std::string const& text) {
  if (bar_) bar_->clear(STDERR_FILENO);
  say_line(text);
}

void job_manager::want_less(demand what) {
  if (what <= wanted_) return;
  wanted_ = what;
  if (wire_ != nullptr) wire_->tell(what);
}

/// Sleeps, longer and longer, or until an argument comes.
void job_manager::wait(bool wants_arguments) {
  constexpr auto least = 20;
  constexpr auto most = 2'000;
  nap_ = std::clamp(nap_ + nap_ / 2, least, most);
  auto asked = pollfd{rows_.descriptor(), POLLIN, 0};
  auto const time = timespec{.tv_sec = 0, .tv_nsec = nap_ * 1'000L};
  ::ppoll(&asked, wants_arguments && again_.empty() && !rows_.is_at_end() ? 1 : 0, &time, nullptr);
}

/// What runs is ended, and what comes of it is dropped.
void job_manager::drain(job_pool& pool) noexcept {
  try {
    drops_output_ = true;
    want_less(demand::nothing);
    while (!under_way_.empty()) {
      static_cast<void>(pool.poll());
      for (auto const& one : std::exchange(come_, {})) under_way_.erase(one.number);
      if (wire_ != nullptr) wire_->take([](auto, int, int, auto) {});
      wait(false);
    }
    if (store_) store_->commit();
    log_kept();
  } catch (...) {
    // What was in the way first is what is said.
  }
}

}  // namespace dlp::detail
