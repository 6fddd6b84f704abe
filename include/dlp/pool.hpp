// SPDX-License-Identifier: BSL-1.0
//
// Pools: a call is submitted, and a future gets its result.
#pragma once

#include <dlp.hpp>
#include <dlp/task/function_pool.hpp>
#include <dlp/task/future.hpp>
#include <dlp/task/pool_options.hpp>
