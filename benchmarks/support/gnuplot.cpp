// SPDX-License-Identifier: BSL-1.0
#include "gnuplot.hpp"

#include <csignal>
#include <cstdio>

namespace benchmark {

auto has_gnuplot() -> bool {
  auto* const pipe = ::popen("gnuplot --version >/dev/null 2>&1", "w");
  return pipe != nullptr && ::pclose(pipe) == 0;
}

auto plot(std::string const& script) -> bool {
  auto* const pipe = ::popen("gnuplot", "w");
  if (pipe == nullptr) return false;
  auto* const before = std::signal(SIGPIPE, SIG_IGN);  // a gnuplot that gives up is no end for us
  auto const written = std::fwrite(script.data(), 1, script.size(), pipe);
  auto const ended_well = ::pclose(pipe) == 0;
  std::signal(SIGPIPE, before);
  return written == script.size() && ended_well;
}

}  // namespace benchmark
