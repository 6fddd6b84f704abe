// SPDX-License-Identifier: BSL-1.0
#include <comm/wire/memory_transfer.hpp>

#include <comm/wire/check_mpi.hpp>
#include <comm/wire/poll_until_done.hpp>
#include <dlp/comm/pieces.hpp>

namespace dlp::detail {
namespace {

constexpr auto memory_tag = 4;  // mpi_channel has 1 and 2, thread_channel 3

}  // namespace

void memory_transfer::send(int to, std::span<std::byte const> memory) {
  while (!memory.empty()) {
    auto const piece = take_piece(memory);
    check_mpi(MPI_Isend(piece.data(), static_cast<int>(piece.size()), MPI_BYTE, to, memory_tag,
                        comm_, &requests_.emplace_back(MPI_REQUEST_NULL)),
              "MPI_Isend");
  }
}

void memory_transfer::receive(int from, std::span<std::byte> memory) {
  while (!memory.empty()) {
    auto const piece = take_piece(memory);
    check_mpi(MPI_Irecv(piece.data(), static_cast<int>(piece.size()), MPI_BYTE, from, memory_tag,
                        comm_, &requests_.emplace_back(MPI_REQUEST_NULL)),
              "MPI_Irecv");
  }
}

void memory_transfer::finish() {
  if (is_crowded_) {
    for (auto& one : requests_) poll_until_done(one);
  } else {
    check_mpi(
        MPI_Waitall(static_cast<int>(requests_.size()), requests_.data(), MPI_STATUSES_IGNORE),
        "MPI_Waitall");
  }
  requests_.clear();
}

}  // namespace dlp::detail
