// SPDX-License-Identifier: BSL-1.0
#include <dlp.hpp>

#include "../strategy.hpp"

auto benchmark::managed_factoring() -> strategy {
  return {"managed_factoring", family::managed,
          "batches of equal chunks, each half of what remains", [](job const& job) {
            for (auto i : job.indices() | dlp::split_managed({.schedule = dlp::factoring{}}))
              job.body(i);
          }};
}
