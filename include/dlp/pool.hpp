// SPDX-License-Identifier: BSL-1.0
//
// Pools: a call is submitted, and a future gets its result.
#pragma once

#include <dlp.hpp>
#include <dlp/task/as_completed.hpp>
#include <dlp/task/deadline.hpp>
#include <dlp/task/function_pool.hpp>
#include <dlp/task/future.hpp>
#include <dlp/task/pool_options.hpp>
#include <dlp/task/task.hpp>
#include <dlp/task/wait.hpp>
#include <dlp/task/when_all.hpp>
#include <dlp/task/when_any.hpp>
