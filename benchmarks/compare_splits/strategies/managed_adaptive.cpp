// SPDX-License-Identifier: BSL-1.0
#include <dlp.hpp>

#include "../strategy.hpp"

auto benchmark::managed_adaptive() -> strategy {
  return {"managed_adaptive", family::managed, "chunks by the measured costs, the default",
          [](job const& job) {
            for (auto i : job.indices() | dlp::split_managed) job.body(i);
          }};
}
