// SPDX-License-Identifier: BSL-1.0
#include <comm/wire/world_ranks.hpp>

#include <algorithm>
#include <cstddef>
#include <numeric>

#include <comm/wire/check_mpi.hpp>

namespace dlp::detail {

auto world_ranks_of(MPI_Comm comm) -> std::vector<int> {
  auto size = 0;
  check_mpi(MPI_Comm_size(comm, &size), "MPI_Comm_size");
  auto own = MPI_GROUP_NULL;
  auto world = MPI_GROUP_NULL;
  check_mpi(MPI_Comm_group(comm, &own), "MPI_Comm_group");
  check_mpi(MPI_Comm_group(MPI_COMM_WORLD, &world), "MPI_Comm_group");
  auto ranks = std::vector<int>(static_cast<std::size_t>(size));
  std::iota(ranks.begin(), ranks.end(), 0);
  auto translated = ranks;
  check_mpi(MPI_Group_translate_ranks(own, size, ranks.data(), world, translated.data()),
            "MPI_Group_translate_ranks");
  std::ranges::replace(translated, MPI_UNDEFINED, -1);
  MPI_Group_free(&own);
  MPI_Group_free(&world);
  return translated;
}

}  // namespace dlp::detail
