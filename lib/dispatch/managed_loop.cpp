// SPDX-License-Identifier: BSL-1.0
#include <dlp/dispatch/managed_loop.hpp>

#include <algorithm>
#include <exception>
#include <limits>
#include <utility>

#include <dlp/comm/child_process.hpp>
#include <dlp/comm/last_words.hpp>
#include <dlp/comm/range_check.hpp>
#include <dlp/core/error.hpp>
#include <dlp/dispatch/manager.hpp>
#include <dlp/dispatch/worker.hpp>

namespace dlp::detail {
namespace {

auto on_loss_in(loop_terms const& terms) -> on_loss {
  return terms.survive ? on_loss::go_on : on_loss::end_job;
}

}  // namespace

managed_loop::managed_loop(context* talk, loop_terms terms, std::stop_token stop,
                           meter_options shown, std::vector<index_t> order)
    : words_(to_string(terms)),
      exceptions_(std::uncaught_exceptions()),
      stop_(std::move(stop)),
      on_error_(terms.on_error),
      place_(words_.c_str(), terms.where, this, index_in) {
  if (!talk) {
    last_ = terms.size.value_or(std::numeric_limits<index_t>::max());
    meter_.emplace(std::move(shown));
    order_ = std::move(order);
    if (!order_.empty()) indices_ = order_.data();
    if (terms.lone) lone_body_.emplace(*terms.lone);
    return;
  }
  has_results_ = !terms.result.empty();
  auto const root = terms.root;
  call_.emplace(*talk, words_, root, terms.where, on_loss_in(terms));
  open_ = true;
  talk->in_body(true);
  if (!call_->at_root()) return;
  call_->say_hello();
  manager_ = std::make_unique<manager>(*call_, std::move(terms), std::move(order), stop_,
                                       std::move(shown));
}

managed_loop::~managed_loop() {
  if (!open_ || is_child()) return;
  auto const failed = std::uncaught_exceptions() > exceptions_;
  auto why = std::vector<failure>();
  try {
    auto const at = manager_ ? failure::no_index : index();
    if (failed) why.push_back(unseen_failure(at, call_->talk().rank()));
    if (manager_) {
      manager_->leave(why);
    } else if (!worker_ && failed) {
      call_->say_hello(0, why);
      call_->talk().flush();
    } else {
      if (!worker_) worker_ = std::make_unique<worker>(*call_, stop_, finds_none_);
      worker_->leave(next_, why);
    }
  } catch (...) {
    auto const what = describe_current_exception(failure::no_index, 0);
    end_job("the end of " + call_->words() + ": " + what.text);
  }
  close();
}

auto managed_loop::refill() -> bool {
  require_no_child();
  if (alone()) return refill_alone();
  if (!open_) return false;
  if (manager_) {
    if (!has_results_) static_cast<void>(next_result());
    return false;
  }
  try {
    // Not before: until it asks, this rank may still fail to begin, and nobody must end without it.
    if (!worker_) worker_ = std::make_unique<worker>(*call_, stop_, finds_none_);
    auto const given = worker_->next();
    next_ = given.first;
    pause_ = given.last;
    first_ = given.first;
    indices_ = worker_->indices();
    if (!given.empty()) {
      ++next_;
      return true;
    }
  } catch (...) {
    close();
    throw;
  }
  close();
  return false;
}

auto managed_loop::refill_alone() -> bool {
  constexpr auto unknown = std::numeric_limits<index_t>::max();
  auto const total = last_ == unknown ? std::nullopt : std::optional(last_);
  if (next_ == last_ || stop_.stop_requested()) {
    lone_body_.reset();
    meter_->finish({next_, total, 0, 1, failures_.size()});
    if (!failures_.empty()) throw task_error(words_, std::exchange(failures_, {}));
    return false;
  }
  auto const steps_singly = stop_.stop_possible() || meter_->on();
  meter_->show({next_, total, 1, 1, failures_.size()});
  pause_ = steps_singly ? next_ + 1 : last_;
  ++next_;
  return true;
}

void managed_loop::looked(bool finds_none) {
  finds_none_ = finds_none;
  if (manager_) manager_->looked(finds_none);
}

void managed_loop::fail(failure what) { manager_->fail(std::move(what)); }

void managed_loop::range_ends_at(index_t size) {
  if (alone()) {
    last_ = pause_ = next_ = size;
  } else {
    worker_->range_ends_at(size);
    pause_ = next_;
  }
}

auto managed_loop::to_compare() -> compared_loop {
  if (!call_ || !ranges_are_compared()) return {};
  return {.talk = &call_->talk(), .name = words_, .root = call_->root()};
}

auto managed_loop::next_result() -> std::optional<raw_result> {
  try {
    auto result = manager_->next_result();
    if (result) next_ = pause_ = result->index + 1;  // a crash is in this one
    if (!result) close();
    return result;
  } catch (...) {
    close();
    throw;
  }
}

void managed_loop::work(std::function<std::optional<index_t>(index_t, bytes&)> const& body) {
  auto packed = bytes();
  while (next()) {
    packed.clear();
    try {
      auto const size = body(index(), packed);
      require_no_child();
      if (size) {
        range_ends_at(*size);
        continue;
      }
    } catch (...) {
      if (is_child()) throw;
      auto what = describe_current_exception(index(), call_->talk().rank());
      what.example = std::exchange(example_, {});
      auto const ends = std::holds_alternative<dlp::stop>(on_error_);
      worker_->fail(what, next_ - 1, ends);
      if (ends) pause_ = next_;
      continue;
    }
    if (has_results_) worker_->deliver(index(), packed);
  }
}

auto managed_loop::fail_alone(bool for_good) -> bool {
  if (is_child()) throw;
  if (std::exchange(attempted_, next_) != next_) attempts_ = 0;
  auto const* const rule = std::get_if<retry>(&on_error_);
  if (rule && !for_good && attempts_++ < rule->times) return true;
  auto what = describe_current_exception(index(), 0);
  what.example = std::exchange(example_, {});
  failures_.push_back(std::move(what));
  if (!std::holds_alternative<dlp::stop>(on_error_)) return false;
  throw task_error(words_, std::exchange(failures_, {}));
}

auto managed_loop::index_in(void const* loop) noexcept -> index_t {
  auto const& here = *static_cast<managed_loop const*>(loop);
  return here.next_ == 0 ? failure::no_index : here.index();
}

void managed_loop::close() noexcept {
  open_ = false;
  place_.close();
  call_->talk().in_body(false);
  call_->close();
}

auto managed_loop::cannot_begin(context* talk, loop_terms const& terms) -> std::vector<failure> {
  auto const rank = talk ? talk->rank() : 0;
  auto const why = std::vector{describe_current_exception(failure::no_index, rank)};
  if (!talk) return why;
  auto here = call(*talk, to_string(terms), terms.root, terms.where, on_loss_in(terms));
  here.say_hello(0, why);
  if (here.at_root()) manager(here, terms, {}, {}, {}).leave(why);
  talk->flush();
  return why;
}

}  // namespace dlp::detail
