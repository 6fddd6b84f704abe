// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/basic_pool.hpp>

#include <algorithm>
#include <utility>

#include <comm/call/private_communicator.hpp>
#include <comm/call/statement.hpp>
#include <comm/job/child_process.hpp>
#include <comm/wire/thread_channel.hpp>
#include <dispatch/progress/observer.hpp>
#include <dispatch/progress/warn_after.hpp>
#include <dlp/core/error.hpp>
#include <dlp/task/drive.hpp>

namespace dlp {

basic_pool::basic_pool(std::string name, pool_options const& options, detail::task_pool::doer work)
    : comm_(options.comm) {
  detail::require_usable(options.comm);
  detail::require_root(options.root, options.comm);
  if (options.survive) detail::require_sense(*options.survive);
  if (options.progress_thread && !detail::threads_may_use_mpi())
    throw usage_error(
        "dlp: progress_thread of a pool needs an MPI that was initialised with "
        "MPI_THREAD_MULTIPLE, as dlp::environment does");
  if (detail::in_body_over(options.comm)) {
    detail::private_of(options.comm).talk.require_no_pool("a pool");
    throw usage_error(
        "dlp: a pool inside the body of a loop or a call of a pool over the same "
        "communicator: the other ranks are elsewhere and cannot take part");
  }
  auto const call = detail::name_in(name);
  auto const warn_after = detail::warn_after_of(options.warn_after, call);
  auto* const talk = detail::shared_context(options.comm);
  pool_ = std::make_shared<detail::task_pool>(
      talk,
      detail::pool_terms{.name = std::move(name),
                         .survive = options.survive,
                         .root = options.root,
                         .stop = options.stop,
                         .progress_thread = options.progress_thread,
                         .warn_after = warn_after,
                         .where = options.where},
      detail::progress_options{options.progress, options.label, options.report}, std::move(work),
      options.initialize, detail::lone_context(options.comm));
  if (is_root()) detail::is_driven_here(pool_);
}

basic_pool::~basic_pool() {
  if (!pool_->is_open() || detail::is_child()) return;
  pool_->abandon();
  detail::call_what_is_due();
}

auto basic_pool::poll() -> bool {
  auto const has_come = pool_->turn(false);
  detail::call_what_is_due();
  return has_come;
}

auto basic_pool::wait_some() -> bool {
  auto const pool = pool_;  // a continuation may destroy this
  auto has_come = false;
  detail::call_what_is_due();
  while (!has_come && pool->pending() != 0) {
    has_come = pool->turn(true);
    detail::call_what_is_due();
  }
  return has_come;
}

void basic_pool::shutdown(finish how) {
  auto const pool = pool_;  // a continuation may destroy this
  while (how == finish::all) {
    detail::call_what_is_due();  // it may submit more
    if (pool->pending() == 0) break;
    pool->turn(true);
  }
  pool->finish(how == finish::all);
  detail::call_what_is_due();
}

auto basic_pool::stats() const -> pool_stats {
  auto const work = pool_->work();
  auto const in_all = work.since_begin * workers();
  return {.calls = work.calls,
          .idle_share = in_all > 0 ? std::clamp(1 - work.computed / in_all, 0.0, 1.0) : 0,
          .longest_call = work.longest};
}

void basic_pool::leave_with_current_exception() {
  if (detail::is_child()) return;
  pool_->leave({detail::describe_current_exception(failure::no_index, pool_->rank())});
  detail::call_what_is_due();
}

}  // namespace dlp
