// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include <dlp/adaptor/barrier.hpp>
#include <dlp/task/future.hpp>

#include "shared_count.hpp"
#include "with_pool.hpp"

namespace dlp_test {

/// The futures of the calls with 0, 1, ..., count - 1.
auto of_numbers(auto& pool, int count) -> std::vector<dlp::future<int>> {
  auto all = std::vector<dlp::future<int>>();
  for (auto i = 0; i != count; ++i) all.push_back(pool(i));
  return all;
}

/// A pool whose calls return their number, or throw where it is negative; those for which
/// `waits(x)` is true wait until the root has opened a gate. The root does `drive(pool, gate)`;
/// after that the gate is open.
template <class Waits, class Drive>
void with_gate(Waits waits, Drive drive) {
  auto gate = shared_count();
  auto const pass = [&](int x) {
    if (waits(x)) static_cast<void>(gate.comes_to(1));
    if (x < 0) throw std::domain_error("negative: " + std::to_string(x));
    return x;
  };
  with_pool<int(int)>(pass, [&](auto& pool) {
    drive(pool, gate);
    gate.add_one();
  });
  dlp::barrier();
}

inline constexpr auto always = [](int) { return true; };

}  // namespace dlp_test
