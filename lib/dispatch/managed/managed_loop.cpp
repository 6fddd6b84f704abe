// SPDX-License-Identifier: BSL-1.0
#include <dlp/dispatch/managed_loop.hpp>

#include <exception>
#include <utility>

#include <comm/call/call.hpp>
#include <comm/call/range_check.hpp>
#include <comm/job/abort_job.hpp>
#include <comm/job/child_process.hpp>
#include <dispatch/managed/managed_part.hpp>
#include <dlp/comm/range_digest.hpp>

namespace dlp::detail {
namespace {

auto on_loss_in(loop_terms const& terms) -> on_loss {
  return terms.survive ? on_loss::go_on : on_loss::end_job;
}

}  // namespace

managed_loop::managed_loop(context* talk, loop_terms terms, std::stop_token stop,
                           progress_options const& shown, std::vector<index_t> order,
                           std::unique_ptr<recorder> keeps) {
  // Not before it is null: a handler may look for it.
  part_ = std::make_unique<managed_part>(terms, this, index_in, moment_in);
  terms.interrupted =
      &part_->interrupted.emplace(std::move(stop), terms.until, terms.returns_at_deadline);
  part_->stop = part_->interrupted->token();
  part_->keeps = std::move(keeps);
  if (part_->keeps) part_->kept.emplace(*part_->keeps);
  auto* const kept = part_->kept ? &*part_->kept : nullptr;
  if (terms.warn_after && (!talk || talk->rank() != terms.root))
    part_->watches.emplace(part_->words, terms.where, *terms.warn_after);
  if (!talk) {
    part_->order = std::move(order);
    part_->alone.emplace(terms, part_->stop, shown, kept, part_->order);
    if (!part_->order.empty()) indices_ = part_->order.data();
    return;
  }
  part_->talk.emplace(*talk, part_->words, terms.root, terms.where, on_loss_in(terms));
  if (!terms.journal.empty() || terms.timed) part_->talk->name_hosts();
  talk->in_body(true);
  part_->title = title_here(shown.label, terms.name, terms.where);
  if (!part_->talk->at_root()) return;
  part_->talk->say_hello();
  part_->managing = std::make_unique<manager>(*part_->talk, std::move(terms), std::move(order),
                                              part_->stop, shown, nullptr, kept);
}

managed_loop::~managed_loop() {
  if (!part_->open || is_child()) return;
  visited();
  auto const failed = std::uncaught_exceptions() > part_->exceptions;
  if (alone()) {
    try {
      part_->alone->leave(next_);
      if (failed) return;
      part_->keep_visited();
    } catch (...) {  // there is no memory; it runs again
    }
    return;
  }
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
auto managed_loop::passes_over(index_t index) noexcept -> bool {
  if (alone()) return part_->alone->passes_over(index);
  return manages() && part_->managing->passes_over(index);
}
auto managed_loop::words() const noexcept -> std::string const& { return part_->words; }
auto managed_loop::attempt() const -> int {
  if (!alone()) return part_->working->attempt();
  return part_->kept ? part_->kept->attempt_at(index()) : 1;
}
auto managed_loop::rank() const noexcept -> int {
  return part_->talk ? part_->talk->talk().rank() : 0;
}

void managed_loop::visited() {
  if (part_->watches) part_->watches->pauses();
}

auto managed_loop::refill() -> bool {
  require_no_child();
  if (!part_->open) return false;
  if (manages()) {
    if (part_->has_results) return false;
    while (next_result()) continue;
    return false;
  }
  visited();
  try {
    if (alone()) {
      part_->keep_visited();
    } else {
      indices_ = nullptr;  // they are in the chunk that is given back now
    }
    auto const given = alone() ? part_->alone->next(next_) : part_->work().next();
    next_ = given.first;
    pause_ = given.last;
    if (!alone()) {
      first_ = given.first;
      indices_ = part_->working->indices();
    }
    if (!given.empty()) {
      ++next_;
      if (part_->kept) {
        part_->in_example = index();
        part_->began = {};
      }
      if (part_->watches) part_->watches->begins(index());
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

void managed_loop::tell_failures_to(std::function<void(index_t)> hears) {
  part_->managing->tell_failures_to(std::move(hears));
}

void managed_loop::fail(failure what) {
  if (manages()) return part_->managing->fail(std::move(what));
  if (is_child()) throw;
  if (!part_->alone->fail(std::move(what), std::nullopt)) pause_ = next_;
}

void managed_loop::describe_example(std::string text) { part_->example = std::move(text); }

void managed_loop::range_ends_at(index_t size) {
  if (alone()) {
    part_->in_example.reset();
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
    if (result && part_->has_results) turns_to(result->index);  // a crash is in this one
    if (!result) close();
    return result;
  } catch (...) {
    close();
    throw;
  }
}

auto managed_loop::next_stored() -> std::optional<raw_result> {
  if (!manages() && !part_->kept) return std::nullopt;
  try {
    return manages() ? part_->managing->next_stored() : part_->kept->next_stored();
  } catch (...) {
    if (manages()) {
      close();
      throw;
    }
    part_->alone->break_with_current_exception();
    return std::nullopt;
  }
}

auto managed_loop::keeps_alone() const noexcept -> bool { return alone() && part_->kept; }

auto managed_loop::keep_alone(bytes const& packed) -> bool {
  part_->in_example.reset();
  if (part_->keep(index(), packed)) return true;
  pause_ = next_;
  return false;
}

void managed_loop::work(std::function<std::optional<index_t>(index_t, bytes&)> const& body) {
  auto packed = bytes();
  while (next()) {
    packed.clear();
    auto const began = part_->timed ? std::optional(stopwatch()) : std::nullopt;
    try {
      auto const size = body(index(), packed);
      require_no_child();
      if (size) {
        range_ends_at(*size);
        continue;
      }
    } catch (...) {
      if (is_child()) throw;
      auto const time = began ? std::optional(began->time()) : std::nullopt;
      auto what = describe_current_exception(index(), rank());
      what.example = std::exchange(part_->example, {});
      if (!part_->working->fail(what, next_ - 1, time)) pause_ = next_;
      continue;
    }
    if (began)
      part_->working->deliver(index(), packed, began->time());
    else if (part_->has_results)
      part_->working->deliver(index(), packed);
  }
}

void managed_loop::fail_alone() {
  if (is_child()) throw;
  auto const time =
      std::exchange(part_->in_example, {}) ? std::optional(part_->began.time()) : std::nullopt;
  auto what = describe_current_exception(index_in(this), 0);
  what.example = std::exchange(part_->example, {});
  if (!part_->alone->fail(std::move(what), next_ - 1, time)) pause_ = next_;
}

auto managed_loop::index_in(void const* loop) noexcept -> index_t {
  auto const& here = *static_cast<managed_loop const*>(loop);
  return here.next_ == 0 ? failure::no_index : here.index();
}

auto managed_loop::moment_in(void const* loop) noexcept -> loop_moment {
  auto const& here = *static_cast<managed_loop const*>(loop);
  auto now = loop_moment{.index = index_in(loop)};
  if (here.part_) here.part_->tell_moment(now);
  return now;
}

void managed_loop::close() noexcept {
  part_->open = false;
  part_->keeps.reset();  // an exception that nobody catches unwinds nothing
  part_->place.close();
  part_->watches.reset();
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
