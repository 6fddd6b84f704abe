// SPDX-License-Identifier: BSL-1.0
#include <comm/call/leftovers.hpp>

#include <utility>
#include <vector>

#include <mpi.h>

#include <comm/wire/check_mpi.hpp>

namespace dlp::detail {

/// How many messages each rank has sent to each, and their sum for this one.
struct leftovers::tally {
  std::vector<std::uint64_t> sent;
  std::uint64_t expected = 0;
  MPI_Request request = MPI_REQUEST_NULL;  // null once the sum is known
};

leftovers::leftovers(MPI_Comm comm, message_count& count, context& talk)
    : count_(count),
      talk_(talk),
      side_(comm, &count),
      tally_(std::make_unique<tally>(tally{.sent = count.sent_to_each()})) {
  check_mpi(MPI_Ireduce_scatter_block(tally_->sent.data(), &tally_->expected, 1, MPI_UINT64_T,
                                      MPI_SUM, comm, &tally_->request),
            "MPI_Ireduce_scatter_block");
}

leftovers::~leftovers() {
  // Nobody is to know the sum any more, but MPI may yet read or write its memory.
  static auto& still_used_by_mpi = *new std::vector<std::unique_ptr<tally>>();
  if (tally_->request != MPI_REQUEST_NULL) still_used_by_mpi.push_back(std::move(tally_));
}

auto leftovers::taken_in() -> bool {
  auto is_known = 0;
  check_mpi(MPI_Test(&tally_->request, &is_known, MPI_STATUS_IGNORE), "MPI_Test");
  if (!is_known) return false;
  if (count_.all_received() < tally_->expected) {
    talk_.drop_all();
    while (side_.try_receive()) {
    }
  }
  return count_.all_received() >= tally_->expected && talk_.flushed();
}

}  // namespace dlp::detail
