// SPDX-License-Identifier: BSL-1.0
#include <dlp.hpp>

#include "../strategy.hpp"

auto benchmark::block() -> strategy {
  return {"block", family::sends_nothing, "one contiguous part each", [](job const& job) {
            for (auto i : job.indices() | dlp::split_block) job.body(i);
          }};
}
