// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/mpi/environment.hpp>

#include "mpi_test.hpp"

namespace dlp_test {

/// A main for programs that run on one node and on several: `--ranks-per-node=n` takes each n ranks
/// for a node of their own. `--one-thread` brings MPI up for one thread.
inline auto main_on_nodes(int argc, char** argv) -> int {
  auto level = boost::mpi::threading::multiple;
  auto rest = std::vector<char*>();
  for (auto* const argument : std::span(argv, static_cast<std::size_t>(argc))) {
    constexpr auto nodes = std::string_view("--ranks-per-node=");
    if (std::string_view(argument).starts_with(nodes)) {
      ::setenv("DLP_RANKS_PER_NODE", argument + nodes.size(), 1);
    } else if (std::string_view(argument) == "--one-thread") {
      level = boost::mpi::threading::funneled;
    } else {
      rest.push_back(argument);
    }
  }
  auto count = static_cast<int>(rest.size());
  rest.push_back(nullptr);
  auto** arguments = rest.data();
  boost::mpi::environment const mpi(count, arguments, level);
  return run(count, arguments);
}

}  // namespace dlp_test
