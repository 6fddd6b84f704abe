// SPDX-License-Identifier: BSL-1.0
#include <dlp.hpp>

#include "../strategy.hpp"

auto benchmark::shared_cost() -> strategy {
  return {"shared_cost", family::shared, "the same, the costliest first",
          [](job const& job) {
            for (auto i : job.indices() | dlp::split_shared({.cost = job.cost()})) job.body(i);
          },
          true};
}
