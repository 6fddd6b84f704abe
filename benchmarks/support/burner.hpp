// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace benchmark {

/// Work that takes a core, and nothing else: steps of a generator of random numbers, each of which
/// needs the one before, so that no compiler shortens them and no cache matters.
class burner {
 public:
  explicit burner(double steps_per_second) : steps_per_second_(steps_per_second) {}

  /// Computes what takes `seconds` on a core that nobody else wants.
  void operator()(double seconds) const;

 private:
  double steps_per_second_;
};

/// A burner by the speed of one core of the root, measured while the other ranks sleep; the same on
/// every rank. Collective: every rank.
[[nodiscard]] auto calibrated_burner() -> burner;

}  // namespace benchmark
