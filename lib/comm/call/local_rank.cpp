// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/local_rank.hpp>

#include <comm/call/private_communicator.hpp>
#include <dlp/core/failure.hpp>

namespace dlp {

auto local_rank(communicator const& comm) -> rank_id {
  auto const& here = detail::private_of(comm).here;
  return rank_id(static_cast<int>(*here.place_of(comm.rank())));
}

auto local_size(communicator const& comm) -> int {
  return static_cast<int>(detail::private_of(comm).here.ranks().size());
}

auto host() -> std::string { return detail::host_name(); }

}  // namespace dlp
