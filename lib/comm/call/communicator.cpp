// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/communicator.hpp>

#include <string>

#include <mpi.h>

#include <comm/job/child_process.hpp>
#include <comm/job/crash_line.hpp>
#include <comm/job/standard_input.hpp>
#include <comm/wire/check_mpi.hpp>
#include <dlp/core/error.hpp>

namespace dlp {
namespace {

auto usable_world() -> communicator {
  auto world = communicator();
  detail::require_usable(world);
  return world;
}

}  // namespace

auto rank() -> rank_id { return rank_id(usable_world().rank()); }
auto size() -> int { return usable_world().size(); }
auto is_root() -> bool { return rank() == 0; }

namespace detail {

void require_usable(communicator const& comm) {
  auto up = 0;
  auto down = 0;
  MPI_Initialized(&up);
  MPI_Finalized(&down);
  if (!up) {
    throw usage_error(
        "dlp: MPI is not up yet: begin main with `dlp::environment env(argc, argv);`");
  }
  if (down) {
    throw usage_error(
        "dlp: MPI is down already: dlp::environment has to outlive everything of dlp");
  }
  watch_for_children();
  require_no_child();
  settle_standard_input();
  tell_of_crashes();
  if (MPI_Comm(comm) == MPI_COMM_NULL) {
    throw usage_error("dlp: the communicator is null: this process is not in its group");
  }
  auto two_groups = 0;
  check_mpi(MPI_Comm_test_inter(comm, &two_groups), "MPI_Comm_test_inter");
  if (two_groups) {
    throw usage_error("dlp: an intercommunicator; dlp needs one group of ranks");
  }
}

void require_root(int root, communicator const& comm) {
  if (root < 0 || root >= comm.size()) {
    throw usage_error("dlp: root " + std::to_string(root) + " is no rank of a communicator of " +
                      std::to_string(comm.size()));
  }
}

}  // namespace detail
}  // namespace dlp
