// SPDX-License-Identifier: BSL-1.0
#include <dlp.hpp>

#include "../strategy.hpp"

auto benchmark::managed_guided() -> strategy {
  return {"managed_guided", family::managed, "a W-th of what remains", [](job const& job) {
            for (auto i : job.indices() | dlp::split_managed({.schedule = dlp::guided{}}))
              job.body(i);
          }};
}
