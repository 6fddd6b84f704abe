// SPDX-License-Identifier: BSL-1.0
#include <dlp.hpp>

#include "../strategy.hpp"

auto benchmark::managed_trapezoid() -> strategy {
  return {"managed_trapezoid", family::managed, "chunks that shrink by the same step",
          [](job const& job) {
            for (auto i : job.indices() | dlp::split_managed({.schedule = dlp::trapezoid{}}))
              job.body(i);
          }};
}
