// SPDX-License-Identifier: BSL-1.0
#include "memory.hpp"

#include <fstream>
#include <string>

#include <sys/resource.h>

namespace benchmark {
namespace {

/// A line of what the kernel says of this process, in MB.
auto status(std::string const& name) -> double {
  auto file = std::ifstream("/proc/self/status");
  auto kib = 0.0;
  for (auto word = std::string(); file >> word;) {
    if (word == name + ":") file >> kib;
  }
  return 1.024e-3 * kib;
}

auto faults() -> long {
  auto used = rusage();
  ::getrusage(RUSAGE_SELF, &used);
  return used.ru_minflt;
}

}  // namespace

memory_watch::memory_watch() {
  std::ofstream("/proc/self/clear_refs") << 5;  // the most so far is forgotten
  before_ = status("VmRSS");
  faults_before_ = faults();
}

auto memory_watch::peak() const -> double { return status("VmHWM") - before_; }

auto memory_watch::page_faults() const -> long { return faults() - faults_before_; }

}  // namespace benchmark
