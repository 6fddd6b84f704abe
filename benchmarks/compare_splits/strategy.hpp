// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <ranges>
#include <string>
#include <vector>

#include <dlp/core/index_range.hpp>

namespace benchmark {

/// The loop to be split: a body for each index, and what it costs.
struct job {
  std::vector<double> costs;  ///< seconds, by index
  std::function<void(dlp::index_t)> body;

  [[nodiscard]] auto indices() const {
    return std::views::iota(dlp::index_t{0}, static_cast<dlp::index_t>(costs.size()));
  }
  [[nodiscard]] auto cost() const {
    return [this](dlp::index_t index) { return costs[static_cast<std::size_t>(index)]; };
  }
};

enum class family { sends_nothing, managed, shared, map };

/// One way to split a loop over the ranks.
struct strategy {
  std::string name;
  family kind;
  std::string what;
  void (*run)(job const&);
  bool costliest_first = false;

  /// How many of so many ranks run the body: a manager does not.
  [[nodiscard]] auto computing(int ranks) const -> int {
    auto const has_manager = kind == family::managed || kind == family::map;
    return has_manager && ranks > 1 ? ranks - 1 : ranks;
  }
};

// Each in a file of its name, in strategies/.
[[nodiscard]] auto round_robin() -> strategy;
[[nodiscard]] auto block() -> strategy;
[[nodiscard]] auto managed_adaptive() -> strategy;
[[nodiscard]] auto managed_fixed() -> strategy;
[[nodiscard]] auto managed_guided() -> strategy;
[[nodiscard]] auto managed_factoring() -> strategy;
[[nodiscard]] auto managed_trapezoid() -> strategy;
[[nodiscard]] auto managed_cost() -> strategy;
[[nodiscard]] auto shared() -> strategy;
[[nodiscard]] auto shared_cost() -> strategy;
[[nodiscard]] auto map_unordered() -> strategy;

[[nodiscard]] auto strategies() -> std::vector<strategy>;

}  // namespace benchmark
