// SPDX-License-Identifier: BSL-1.0
#include <dlp/dispatch/shared_loop.hpp>

#include <exception>
#include <optional>
#include <string>
#include <utility>

#include <comm/job/abort_job.hpp>
#include <comm/job/child_process.hpp>
#include <comm/job/interruption.hpp>
#include <comm/job/open_place.hpp>
#include <dispatch/managed/lone_loop.hpp>
#include <dispatch/progress/watchdog.hpp>
#include <dispatch/shared/counted_loop.hpp>
#include <dispatch/shared/shared_order.hpp>
#include <dlp/core/error.hpp>

namespace dlp::detail {

/// What this rank is in: one of `counted`, `managed` and `alone`.
struct shared_loop::part {
  int exceptions = std::uncaught_exceptions();  // in flight when the loop began
  std::string name = {};
  std::vector<index_t> order = {};
  std::unique_ptr<managed_loop> managed = {};
  std::optional<counted_loop> counted = {};
  std::optional<lone_loop> alone = {};
  std::optional<interruption> interrupted = {};
  std::optional<watchdog> watches = {};  // as place
  std::optional<open_place> place = {};  // none where a manager serves the loop: that has one

  void close() {
    place.reset();
    watches.reset();
  }
};

shared_loop::shared_loop(loop_site site, loop_terms terms, std::stop_token stop,
                         progress_options const& shown, std::vector<index_t> order,
                         std::unique_ptr<recorder> keeps)
    : part_(std::make_unique<part>()) {
  part_->name = terms.name;
  terms.interrupted = &part_->interrupted.emplace(std::move(stop), terms.until);
  stop = part_->interrupted->token();
  part_->place.emplace(part_->name.c_str(), terms.where, this, index_in, moment_in);
  if (terms.warn_after) part_->watches.emplace(part_->name, terms.where, *terms.warn_after);
  part_->order = std::move(order);
  if (!part_->order.empty()) indices_ = part_->order.data();
  if (site.talk) {
    part_->counted.emplace(site, std::move(terms), std::move(stop), shown, true, part_->order,
                           std::move(keeps));
  } else {
    part_->alone.emplace(terms, std::move(stop), shown);
  }
}

shared_loop::shared_loop(std::unique_ptr<managed_loop> managed) : part_(std::make_unique<part>()) {
  part_->managed = std::move(managed);
}

auto shared_loop::refill() -> bool {
  require_no_child();
  if (part_->watches) part_->watches->pauses();
  auto given = index_range();
  try {
    if (part_->counted) {
      given = part_->counted->next();
    } else if (part_->alone) {
      given = part_->alone->next(next_);
    } else if (part_->managed->next()) {
      given = {part_->managed->index(), part_->managed->index() + 1};
    }
  } catch (...) {
    part_->close();
    throw;
  }
  next_ = given.first;
  pause_ = given.last;
  if (given.empty()) {
    part_->close();
    return false;
  }
  ++next_;
  if (part_->watches) part_->watches->begins(index());
  return true;
}

void shared_loop::range_ends_at(index_t size) {
  if (part_->managed) {
    part_->managed->range_ends_at(size);
  } else if (part_->counted) {
    part_->counted->range_ends_at(next_ - 1, size);
    next_ = pause_;
  } else {
    part_->alone->range_ends();
    next_ = pause_ = size;
  }
}

void shared_loop::looked(bool finds_none) {
  if (part_->managed) part_->managed->looked(finds_none);
  if (part_->counted) part_->counted->looked(finds_none);
}

auto shared_loop::index_in(void const* loop) noexcept -> index_t {
  auto const& here = *static_cast<shared_loop const*>(loop);
  return here.next_ == 0 ? failure::no_index : here.index();
}

auto shared_loop::moment_in(void const* loop) noexcept -> loop_moment {
  auto now = loop_moment{.index = index_in(loop)};
  auto const& part = *static_cast<shared_loop const*>(loop)->part_;
  if (part.counted) part.counted->tell_moment(now);
  if (part.watches && now.what == activity::body) part.watches->tell_moment(now);
  return now;
}

void shared_loop::cannot_begin(loop_site site, loop_terms terms) {
  if (!site.talk) return;
  auto const why = std::vector{describe_current_exception(failure::no_index, site.talk->rank())};
  if (terms.longest_first || site.keeper) {  // then the others are at the order now
    cannot_tell_order(*site.talk, terms, why);
    return;
  }
  auto loop = counted_loop(site, std::move(terms), {}, {}, false);
  try {
    loop.leave(0, why);
  } catch (disagreement const&) {
    loop.give_up();
  }
}

shared_loop::~shared_loop() {
  if (is_child()) return;
  if (part_->watches) part_->watches->pauses();
  try {
    if (part_->alone) part_->alone->leave(next_);
  } catch (...) {  // there is no memory; a timeline lacks it
  }
  if (!part_->counted || !part_->counted->is_open()) return;
  auto& loop = *part_->counted;
  auto const failed = std::uncaught_exceptions() > part_->exceptions;
  try {
    auto why = std::vector<failure>();
    if (failed) why.push_back(unseen_failure(index_in(this), loop.rank()));
    loop.leave(next_, std::move(why));
  } catch (disagreement const&) {  // this rank has left, and told the others
    loop.give_up();
  } catch (...) {
    auto const what = describe_current_exception(failure::no_index, 0);
    end_job("the end of " + loop.words() + ": " + what.text);
  }
}

}  // namespace dlp::detail
