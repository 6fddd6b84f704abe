// SPDX-License-Identifier: BSL-1.0
#include <dlp.hpp>

#include "../strategy.hpp"

auto benchmark::shared() -> strategy {
  return {"shared", family::shared, "a counter that all ranks share", [](job const& job) {
            for (auto i : job.indices() | dlp::split_shared) job.body(i);
          }};
}
