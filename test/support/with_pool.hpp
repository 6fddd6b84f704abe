// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <exception>
#include <string>
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

/// What `act()` throws that is an E; "" where it throws none.
template <class E = std::exception, class Act>
auto text_of(Act act) -> std::string {
  try {
    static_cast<void>(act());
  } catch (E const& thrown) {
    return thrown.what();
  }
  return "";
}

inline auto contains(std::string const& text, std::string const& part) -> bool {
  return text.find(part) != std::string::npos;
}

}  // namespace dlp_test
