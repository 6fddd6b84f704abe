// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <utility>

#include <dlp/task/function_pool.hpp>

namespace dlp_test {

/// Opens a pool of `f` over all ranks, and has the root do `drive(pool)`.
template <class Signature, class F, class Drive>
void with_pool(F f, Drive drive, dlp::pool_options const& options = {}) {
  auto pool = dlp::function_pool<Signature>(std::move(f), options);
  if (pool.is_root()) drive(pool);
  pool.shutdown();
}

/// A pool of this function.
template <class Drive>
void with_squares(Drive drive) {
  with_pool<int(int)>([](int x) { return x * x; }, std::move(drive));
}

}  // namespace dlp_test
