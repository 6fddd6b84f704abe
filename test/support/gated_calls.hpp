// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/adaptor/barrier.hpp>
#include <dlp/task/function_pool.hpp>

#include "shared_count.hpp"

namespace dlp_test {

/// The calls of a pool that wait until a gate is open, and count themselves when they have begun
/// and when they are through.
struct gated_calls {
  shared_count gate = {};
  shared_count begun = {};
  shared_count done = {};

  /// Opens the pool, and has the root do `drive(pool)`; the gate is open once the root has left it.
  template <class Drive>
  void in_pool(Drive drive, dlp::pool_options const& options = {}) {
    {
      struct opening {
        shared_count* gate;
        ~opening() { gate->add_one(); }
      } const at_end{&gate};
      auto const pass = [this](int x) {
        begun.add_one();
        static_cast<void>(gate.comes_to(1));
        done.add_one();
        return x;
      };
      auto pool = dlp::function_pool<int(int)>(pass, options);
      if (pool.is_root()) drive(pool);
    }
    dlp::barrier();
  }
};

}  // namespace dlp_test
