// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <memory>

#include <dlp/core/deadline.hpp>

namespace dlp::detail {

class task_pool;

/// This thread drives a pool: it is its root, and has made it.
void is_driven_here(std::weak_ptr<task_pool> pool);

/// Has it called when the turn is over in which a future has become ready, so that it may do all
/// that a program may: submit, wait, end the pool. `of`: the pool that it follows from.
void call_soon(std::function<void()> what, std::weak_ptr<task_pool> of = {});

/// Calls what is to be called soon, and what that leaves to be called, one after the other; in code
/// that a pool calls, as a range that it reads, nothing that follows from this pool.
void call_what_is_due();

/// One turn of the pools of this thread that have calls, which does not wait.
void drive();

/// Drives them until `is_done()`: true; or until the deadline: false.
/// Throws: usage_error where there is no deadline, and no call that could make it so.
auto drive_until(std::function<bool()> const& is_done, deadline latest = {}) -> bool;

}  // namespace dlp::detail
