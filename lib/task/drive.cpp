// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/drive.hpp>

#include <algorithm>
#include <chrono>
#include <deque>
#include <thread>
#include <utility>
#include <vector>

#include <dlp/core/error.hpp>
#include <dlp/dispatch/task_pool.hpp>

namespace dlp::detail {
namespace {

using std::chrono::microseconds;

struct due_call {
  std::function<void()> what;
  std::weak_ptr<task_pool> of;

  [[nodiscard]] auto can_go() const -> bool {
    auto const pool = of.lock();
    return !pool || !pool->is_driven();
  }
};

/// Pools and futures belong to a thread, so each has its own.
struct driven {
  std::vector<std::weak_ptr<task_pool>> pools;
  std::deque<due_call> due;
};

auto mine() -> driven& {
  thread_local auto all = driven();
  return all;
}

auto pools_with_calls() -> std::vector<std::shared_ptr<task_pool>> {
  auto all = std::vector<std::shared_ptr<task_pool>>();
  for (auto const& one : mine().pools) {
    if (auto pool = one.lock(); pool && pool->pending() != 0) all.push_back(std::move(pool));
  }
  return all;
}

enum class turned { nothing_came, something_came, waited };

/// Waits only where there is one pool: of several, a result may come from any. The pools are held
/// no longer than that, for what is due may destroy them.
auto turn(bool may_wait) -> turned {
  auto const pools = pools_with_calls();
  if (may_wait && pools.empty())
    throw usage_error("dlp: to wait for a future that nothing can make ready: no call is pending");
  auto const waits = may_wait && pools.size() == 1;
  auto has_come = false;
  for (auto const& pool : pools) has_come |= pool->turn(waits);
  return waits ? turned::waited : has_come ? turned::something_came : turned::nothing_came;
}

}  // namespace

void is_driven_here(std::weak_ptr<task_pool> pool) {
  std::erase_if(mine().pools, [](auto const& one) { return one.expired(); });
  mine().pools.push_back(std::move(pool));
}

void call_soon(std::function<void()> what, std::weak_ptr<task_pool> of) {
  mine().due.push_back({std::move(what), std::move(of)});
}

void call_what_is_due() {
  auto& due = mine().due;
  while (true) {
    auto const at = std::ranges::find_if(due, &due_call::can_go);
    if (at == due.end()) return;
    auto const next = std::move(at->what);
    due.erase(at);
    next();
  }
}

void drive() {
  turn(false);
  call_what_is_due();
}

auto drive_until(std::function<bool()> const& is_done, deadline latest) -> bool {
  if (is_done()) return true;
  call_what_is_due();
  for (auto pause = microseconds(1); !is_done();) {
    auto const how = turn(latest.is_never());
    call_what_is_due();
    if (is_done()) break;
    if (latest.is_over()) return false;
    if (how != turned::nothing_came) pause = microseconds(1);
    if (how != turned::waited) std::this_thread::sleep_for(pause);
    pause = std::min(2 * pause, microseconds(200));
  }
  return true;
}

}  // namespace dlp::detail
