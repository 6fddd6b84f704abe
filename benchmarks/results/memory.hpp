// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace benchmark {

/// What this process takes of the memory while it lives: the most, above what it had at first, and
/// how many pages it was given.
class memory_watch {
 public:
  memory_watch();

  /// In MB.
  [[nodiscard]] auto peak() const -> double;
  [[nodiscard]] auto page_faults() const -> long;

 private:
  double before_;
  long faults_before_;
};

}  // namespace benchmark
