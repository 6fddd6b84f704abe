// SPDX-License-Identifier: BSL-1.0
#include <dlp.hpp>

#include "../strategy.hpp"

auto benchmark::managed_cost() -> strategy {
  return {"managed_cost", family::managed, "the costliest first",
          [](job const& job) {
            for (auto i : job.indices() | dlp::split_managed({.cost = job.cost()})) job.body(i);
          },
          true};
}
