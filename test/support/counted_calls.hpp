// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <utility>

#include <dlp/adaptor/reduce.hpp>

namespace dlp_test {

/// The calls of a body on this rank, which counts them.
inline auto calls = 0;

/// Those on all ranks, since it was last asked.
inline auto calls_of_all() -> int {
  return dlp::all_reduce(std::exchange(calls, 0), std::plus<>());
}

}  // namespace dlp_test
