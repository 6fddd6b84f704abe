// SPDX-License-Identifier: BSL-1.0
//
// dlp-each: runs a command line for each argument, on all ranks of the job.
#include <string>
#include <vector>

#include <dlp/comm/environment.hpp>
#include <each/each_program.hpp>

auto main(int argc, char** argv) -> int {
  auto const mpi = dlp::environment(argc, argv);
  auto const arguments = std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc);
  return dlp::detail::run_each_program(arguments);
}
