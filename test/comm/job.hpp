// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include <sys/wait.h>

namespace dlp_test {

/// What became of a job: all that its ranks said, its exit code, and how long it took.
struct job {
  std::string said;
  int code = -1;
  std::chrono::duration<double> seconds = {};

  /// How often it said this.
  [[nodiscard]] auto times(std::string_view part) const -> int {
    auto found = 0;
    for (auto at = said.find(part); at != std::string::npos; at = said.find(part, at + 1)) ++found;
    return found;
  }
  [[nodiscard]] auto says(std::string_view part) const -> bool { return times(part) != 0; }
};

/// Runs this very program again with the argument `mode`: on so many ranks, or without a launcher
/// where `ranks` is 0. `variables` is put in front as in a shell: "A=1 B=2", and what it reads
/// before those: "echo 1 |"; DLP_TEST_RANKS says how many ranks there are to be. A job that does
/// not end within 20 s is killed, with code 137.
inline auto run_job(int ranks, std::string const& mode, std::string const& variables = "",
                    std::string const& input = "") -> job {
  auto const* const named = std::getenv("DLP_MPIEXEC");
  auto const program = "'" + std::filesystem::read_symlink("/proc/self/exe").string() + "'";
  auto const launcher =
      std::string(named ? named : "mpiexec.mpich") + " -np " + std::to_string(ranks) + " ";
  auto const line = input + " env DLP_TEST_RANKS=" + std::to_string(std::max(ranks, 1)) + " " +
                    variables + " timeout --foreground --signal=KILL 20 " +
                    (ranks == 0 ? "" : launcher) + program + " " + mode +
                    (input.empty() ? " </dev/null 2>&1" : " 2>&1");
  auto result = job();
  auto const begin = std::chrono::steady_clock::now();
  auto* const pipe = ::popen(line.c_str(), "r");
  if (!pipe) return result;
  char buffer[4096];
  for (auto size = std::size_t{1}; size != 0;) {
    size = std::fread(buffer, 1, sizeof buffer, pipe);
    result.said.append(buffer, size);
  }
  auto const status = ::pclose(pipe);
  result.seconds = std::chrono::steady_clock::now() - begin;
  result.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return result;
}

}  // namespace dlp_test
