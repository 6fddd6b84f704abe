// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/pool_map.hpp>

#include <algorithm>
#include <chrono>
#include <thread>

#include <dlp/task/drive.hpp>

namespace dlp::detail {

void wait_for_map(std::shared_ptr<task_pool> pool, pool_map_options const& options,
                  std::function<bool()> const& all_back) {
  auto pause = std::chrono::microseconds(1);
  call_what_is_due();
  while (!all_back()) {
    auto const has_come = pool->turn(!options.deadline);
    call_what_is_due();
    if (!options.deadline || all_back()) continue;
    if (std::chrono::steady_clock::now() >= *options.deadline)
      throw timed_out("dlp: a map of a pool was not done at its deadline");
    // With a deadline the pool is not waited in, which has none.
    pause = has_come ? std::chrono::microseconds(1)
                     : std::min(2 * pause, std::chrono::microseconds(200));
    if (!has_come) std::this_thread::sleep_for(pause);
  }
}

}  // namespace dlp::detail
