// SPDX-License-Identifier: BSL-1.0
//
// How a shared loop ends: for all, or for the rank that leaves it.
#include <dlp/dispatch/shared_loop.hpp>

#include <algorithm>
#include <exception>
#include <utility>
#include <variant>

#include <dlp/comm/child_process.hpp>
#include <dlp/comm/last_words.hpp>
#include <dlp/core/error.hpp>
#include <dlp/dispatch/block_client.hpp>
#include <dlp/dispatch/block_service.hpp>
#include <dlp/dispatch/loop_pool.hpp>
#include <dlp/dispatch/roll_call.hpp>
#include <dlp/dispatch/shared_order.hpp>

namespace dlp::detail {
namespace {
using presence = loop_pool::presence;
}

auto shared_loop::over() -> bool {
  return client_ ? client_->over([this] { attend(idle_since_); }) : over_on_this_node();
}

auto shared_loop::over_on_this_node() -> bool {
  if (!pool_->all_here() || !pool_->all_done()) return false;
  if (!ends_agree()) return false;  // who was the first to see it is telling all
  auto failures = roll_->failures();
  if (!failures) return false;  // a text is still on its way
  show_progress(true);
  if (!failures->empty()) throw task_error(call_->words(), std::move(*failures));
  return true;
}

/// How often the example has failed at which this rank leaves, if another is to try it again; 0 if
/// none is.
auto shared_loop::tries_when_left() const -> std::uint32_t {
  auto const* const rule = std::get_if<retry>(&terms_.on_error);
  if (!rule || next_ == from_ || pool_->halted()) return 0;
  if (auto const size = pool_->size(); size && next_ > *size) return 0;
  auto const before = retried_ == next_ ? tries_ : 0;
  return before < rule->times ? before + 1 : 0;
}

void shared_loop::leave(std::vector<failure> why) {
  if (!joined_) join(why);
  if (!joined_) {  // nobody is there any more
    close();
    return;
  }
  let_go();
  auto const tries = why.empty() ? 0 : tries_when_left();
  if (tries != 0) {
    why.clear();
    --next_;
  }
  if (next_ != from_) {  // the example at which it leaves has been visited
    done_ += next_ - from_;
    visited_ += next_ - from_;
    seen_end_ = std::max(seen_end_, next_);
  }
  auto const rest = index_range{next_, pause_};
  auto const drops = !why.empty() && std::holds_alternative<dlp::stop>(terms_.on_error);
  if (!drops && !rest.empty()) pool_->give_back(rest, tries);
  if (why.empty()) {
    pool_->be(presence::gone);
  } else {
    pool_->fail_at(why.front().index);
    pool_->be(able_ ? presence::failed : presence::unable);
  }
  if (drops) {
    pool_->halt();
    done_ += rest.size() + pool_->drop_all();
  }
  publish();
  if (!able_) roll_->tell_why_unable(why);
  if (client_) client_->leave(why);
  // What tells others where this rank is is not waited for: who comes by the counters, and leaves
  // too, may never listen.
  able_ ? roll_->tell_the_missing() : call_->talk().flush();
  show_progress(true);
  close();
}

/// The ranks disagree, and all know it.
void shared_loop::give_up() noexcept {
  if (joined_) pool_->kill();
  if (client_) client_->forget();
  close();
}

auto shared_loop::index_in(void const* loop) noexcept -> index_t {
  auto const& here = *static_cast<shared_loop const*>(loop);
  return here.next_ == 0 ? failure::no_index : here.index();
}

void shared_loop::close() noexcept {
  place_.reset();
  if (joined_) pool_->leave();
  open_ = false;
  call_->talk().in_body(false);
  call_->close();
}

void shared_loop::cannot_begin(loop_site site, loop_terms terms) {
  if (!site.talk) return;
  auto const why = std::vector{describe_current_exception(failure::no_index, site.talk->rank())};
  if (terms.longest_first) {  // then the others are at the order now
    cannot_tell_order(*site.talk, terms, why);
    return;
  }
  auto loop = shared_loop(site, std::move(terms), {}, {}, {}, false);
  try {
    loop.leave(why);
  } catch (disagreement const&) {
    loop.give_up();
  }
}

shared_loop::~shared_loop() {
  if (!open_ || is_child()) return;
  auto const failed = std::uncaught_exceptions() > exceptions_;
  auto const at = next_ == 0 ? failure::no_index : index();
  try {
    leave(failed ? std::vector{unseen_failure(at, call_->talk().rank())} : std::vector<failure>());
  } catch (disagreement const&) {  // this rank has left, and told the others
    give_up();
  } catch (...) {
    auto const what = describe_current_exception(failure::no_index, 0);
    end_job("the end of " + call_->words() + ": " + what.text);
  }
}

}  // namespace dlp::detail
