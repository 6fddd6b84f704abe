// SPDX-License-Identifier: BSL-1.0
#include <dlp.hpp>

#include "../strategy.hpp"

auto benchmark::round_robin() -> strategy {
  return {"round_robin", family::sends_nothing, "every P-th example", [](job const& job) {
            for (auto i : job.indices() | dlp::split_round_robin) job.body(i);
          }};
}
