// SPDX-License-Identifier: BSL-1.0
#include "strategy.hpp"

auto benchmark::strategies() -> std::vector<strategy> {
  return {round_robin(),       block(),          managed_adaptive(),
          managed_fixed(),     managed_guided(), managed_factoring(),
          managed_trapezoid(), managed_cost(),   shared(),
          shared_cost(),       map_unordered()};
}
