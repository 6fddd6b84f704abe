// SPDX-License-Identifier: BSL-1.0
//
// Pools: a call is submitted, and a future gets its result; and loops whose items make items.
#pragma once

#include <dlp.hpp>
#include <dlp/core/deadline.hpp>
#include <dlp/task/as_completed.hpp>
#include <dlp/task/bind_front.hpp>
#include <dlp/task/executor.hpp>
#include <dlp/task/failed_call.hpp>
#include <dlp/task/feeder.hpp>
#include <dlp/task/function_pool.hpp>
#include <dlp/task/future.hpp>
#include <dlp/task/growing_for_each.hpp>
#include <dlp/task/growing_map_unordered.hpp>
#include <dlp/task/pool_options.hpp>
#include <dlp/task/task.hpp>
#include <dlp/task/wait.hpp>
#include <dlp/task/when_all.hpp>
#include <dlp/task/when_any.hpp>
#include <dlp/task/worker_local.hpp>
