// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace benchmark {

/// A while in which one rank computes and all others wait for it.
struct scene {
  std::string name;
  std::function<bool(double seconds)> play;  ///< whether it was this rank that computed
};

/// Loops of one example and collective calls; the last one is of MPI itself, to compare with.
[[nodiscard]] auto scenes() -> std::vector<scene>;

/// What the ranks that wait in a scene take of a core meanwhile: 1 is all of it.
/// Collective: every rank.
[[nodiscard]] auto cores_taken_by_waiting(scene const& what, double seconds) -> std::vector<double>;

}  // namespace benchmark
