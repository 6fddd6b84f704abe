// SPDX-License-Identifier: BSL-1.0
#include <task/same_program.hpp>

#include <algorithm>

#include <dlp/adaptor/all_gather.hpp>
#include <dlp/core/error.hpp>
#include <dlp/task/code_address.hpp>

namespace dlp::detail {

auto how_programs_differ(std::vector<std::string> const& of_ranks) -> std::string {
  auto const other =
      std::ranges::find_if(of_ranks, [&](auto const& one) { return one != of_ranks.front(); });
  if (other == of_ranks.end()) return {};
  return "dlp: the ranks run different programs: rank 0 that with " + of_ranks.front() +
         ", and rank " + std::to_string(other - of_ranks.begin()) + " that with " + *other +
         "; start the same build of the program on every host";
}

void check_same_program(communicator const& comm) {
  auto const difference = how_programs_differ(all_gather(program_identity(), {.comm = comm}));
  if (!difference.empty()) throw collective_error(difference);
}

}  // namespace dlp::detail
