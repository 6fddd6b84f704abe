// SPDX-License-Identifier: BSL-1.0
#include <dlp.hpp>

#include "../strategy.hpp"

auto benchmark::managed_fixed() -> strategy {
  return {"managed_fixed", family::managed, "fixed{1}: one example a message", [](job const& job) {
            for (auto i : job.indices() | dlp::split_managed({.schedule = dlp::fixed{1}}))
              job.body(i);
          }};
}
