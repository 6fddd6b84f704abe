// SPDX-License-Identifier: BSL-1.0
#include <dispatch/shared/loop_site.hpp>

#include <algorithm>
#include <cstdio>
#include <memory>

#include <comm/call/agreement.hpp>
#include <comm/call/private_communicator.hpp>
#include <dispatch/shared/block_service.hpp>

namespace dlp::detail {

auto service_of(private_communicator& own, std::string const& name, int root, bool has_journal)
    -> block_service* {
  if (own.here.is_all() && !has_journal) return nullptr;
  if (!own.service) {
    auto here = call(own.talk, name + ", root " + std::to_string(root), root);
    auto const all_can = agree(here, threads_may_use_mpi() ? 1 : 0, {},
                               [](auto numbers) { return verdict{std::ranges::min(numbers), {}}; });
    own.service = std::make_shared<block_service>(own, all_can.number != 0);
    if (all_can.number == 0 && here.at_root()) {
      static auto const said = std::fprintf(
          stderr,
          "dlp: %s %s: rank %d manages and does not compute, because MPI was not "
          "initialised with MPI_THREAD_MULTIPLE, as dlp::environment does\n",
          name.c_str(), own.here.is_all() ? "with a journal" : "over several nodes", root);
      static_cast<void>(said);
    }
  }
  return static_cast<block_service*>(own.service.get());
}

auto is_usable(block_service const& service) noexcept -> bool { return service.usable(); }

}  // namespace dlp::detail
