// SPDX-License-Identifier: BSL-1.0
#include <dlp/dispatch/managed_loop.hpp>

#include <exception>
#include <utility>

#include <comm/call/call.hpp>
#include <comm/call/range_check.hpp>
#include <comm/job/abort_job.hpp>
#include <comm/job/child_process.hpp>
#include <comm/job/crash_line.hpp>
#include <dispatch/managed/lone_loop.hpp>
#include <dispatch/managed/manager.hpp>
#include <dispatch/managed/worker.hpp>
#include <dlp/comm/range_digest.hpp>

namespace dlp::detail {
namespace {

auto on_loss_in(loop_terms const& terms) -> on_loss {
  return terms.survive ? on_loss::go_on : on_loss::end_job;
}

}  // namespace

/// What this rank is in the loop: one of `manager`, `working` and `alone`.
struct managed_loop::part {
  part(loop_terms const& terms, managed_loop const& loop)
      : words(to_string(terms)),
        on_error(terms.on_error),
        place(words.c_str(), terms.where, &loop, index_in) {}

  std::string words;
  error_policy on_error;
  std::string example = {};
  int exceptions = std::uncaught_exceptions();  // in flight when the loop began
  std::stop_token stop = {};
  std::optional<call> talk = {};
  std::unique_ptr<manager> managing = {};
  std::unique_ptr<worker> working = {};
  std::optional<lone_loop> alone = {};
  std::vector<index_t> order = {};  // of a loop that runs alone
  bool open = false;
  bool has_results = false;
  std::optional<bool> finds_none = {};
  open_place place;

  /// Not before the loop asks for its first index: until then this rank may still fail to begin,
  /// and nobody must end without it.
  auto work() -> worker& {
    if (!working) working = std::make_unique<worker>(*talk, stop, on_error, finds_none);
    return *working;
  }
};

managed_loop::managed_loop(context* talk, loop_terms terms, std::stop_token stop,
                           progress_options const& shown, std::vector<index_t> order)
    : part_(std::make_unique<part>(terms, *this)) {
  part_->stop = std::move(stop);
  part_->open = true;
  if (!talk) {
    part_->alone.emplace(terms, part_->stop, shown);
    part_->order = std::move(order);
    if (!part_->order.empty()) indices_ = part_->order.data();
    return;
  }
  part_->has_results = !terms.result.empty();
  part_->talk.emplace(*talk, part_->words, terms.root, terms.where, on_loss_in(terms));
  talk->in_body(true);
  if (!part_->talk->at_root()) return;
  part_->talk->say_hello();
  part_->managing = std::make_unique<manager>(*part_->talk, std::move(terms), std::move(order),
                                              part_->stop, shown);
}

managed_loop::~managed_loop() {
  if (!part_->open || alone() || is_child()) return;
  auto const failed = std::uncaught_exceptions() > part_->exceptions;
  auto& here = *part_->talk;
  auto why = std::vector<failure>();
  try {
    auto const at = manages() ? failure::no_index : index();
    if (failed) why.push_back(unseen_failure(at, here.talk().rank()));
    if (manages()) {
      part_->managing->leave(why);
    } else if (!part_->working && failed) {
      here.say_hello(0, why);
      here.talk().flush();
    } else {
      part_->work().leave(next_, why);
    }
  } catch (...) {
    auto const what = describe_current_exception(failure::no_index, 0);
    end_job("the end of " + here.words() + ": " + what.text);
  }
  close();
}

auto managed_loop::manages() const noexcept -> bool { return part_->managing != nullptr; }
auto managed_loop::alone() const noexcept -> bool { return part_->alone.has_value(); }
auto managed_loop::words() const noexcept -> std::string const& { return part_->words; }
auto managed_loop::rank() const noexcept -> int {
  return part_->talk ? part_->talk->talk().rank() : 0;
}

auto managed_loop::refill() -> bool {
  require_no_child();
  if (!part_->open) return false;
  if (manages()) {
    if (!part_->has_results) static_cast<void>(next_result());
    return false;
  }
  try {
    if (!alone()) indices_ = nullptr;  // they are in the chunk that is given back now
    auto const given = alone() ? part_->alone->next(next_) : part_->work().next();
    next_ = given.first;
    pause_ = given.last;
    if (!alone()) {
      first_ = given.first;
      indices_ = part_->working->indices();
    }
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

void managed_loop::looked(bool finds_none) {
  part_->finds_none = finds_none;
  if (manages()) part_->managing->looked(finds_none);
}

void managed_loop::fail(failure what) { part_->managing->fail(std::move(what)); }

void managed_loop::describe_example(std::string text) { part_->example = std::move(text); }

void managed_loop::range_ends_at(index_t size) {
  if (alone()) {
    part_->alone->range_ends();
    next_ = size;
  } else {
    part_->working->range_ends_at(size);
  }
  pause_ = next_;
}

auto managed_loop::to_compare() -> compared_loop {
  if (alone() || !ranges_are_compared()) return {};
  return {.talk = &part_->talk->talk(), .name = words(), .root = part_->talk->root()};
}

auto managed_loop::next_result() -> std::optional<raw_result> {
  try {
    auto result = part_->managing->next_result();
    if (result) turns_to(result->index);  // a crash is in this one
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
      auto what = describe_current_exception(index(), rank());
      what.example = std::exchange(part_->example, {});
      if (!part_->working->fail(what, next_ - 1)) pause_ = next_;
      continue;
    }
    if (part_->has_results) part_->working->deliver(index(), packed);
  }
}

void managed_loop::fail_alone(bool for_good) {
  if (is_child()) throw;
  auto what = describe_current_exception(index(), 0);
  what.example = std::exchange(part_->example, {});
  auto const position = for_good ? std::nullopt : std::optional(next_ - 1);
  if (!part_->alone->fail(std::move(what), position)) pause_ = next_;
}

auto managed_loop::index_in(void const* loop) noexcept -> index_t {
  auto const& here = *static_cast<managed_loop const*>(loop);
  return here.next_ == 0 ? failure::no_index : here.index();
}

void managed_loop::close() noexcept {
  part_->open = false;
  part_->place.close();
  if (!part_->talk) return;
  part_->talk->talk().in_body(false);
  part_->talk->close();
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
