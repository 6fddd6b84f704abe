// SPDX-License-Identifier: BSL-1.0
#include <comm/wire/memory_transfer.hpp>

#include <comm/wire/check_mpi.hpp>
#include <comm/wire/poll_until_done.hpp>
#include <dlp/comm/pieces.hpp>

namespace dlp::detail {
namespace {

constexpr auto memory_tag = 4;  // mpi_channel has 1 and 2, thread_channel 3

/// Begins `post` on each piece, with a request of its own.
template <class Byte, class Post>
void in_pieces(std::span<Byte> memory, std::vector<MPI_Request>& requests, char const* name,
               Post post) {
  while (!memory.empty()) {
    auto const piece = take_piece(memory);
    auto& request = requests.emplace_back(MPI_REQUEST_NULL);
    check_mpi(post(piece.data(), static_cast<int>(piece.size()), &request), name);
  }
}

}  // namespace

void memory_transfer::send(int to, std::span<std::byte const> memory) {
  in_pieces(memory, messages_, "MPI_Isend", [&](auto* first, int size, MPI_Request* request) {
    return MPI_Isend(first, size, MPI_BYTE, to, memory_tag, comm_, request);
  });
}

void memory_transfer::receive(int from, std::span<std::byte> memory) {
  in_pieces(memory, messages_, "MPI_Irecv", [&](auto* first, int size, MPI_Request* request) {
    return MPI_Irecv(first, size, MPI_BYTE, from, memory_tag, comm_, request);
  });
}

void memory_transfer::broadcast(int root, std::span<std::byte> memory) {
  in_pieces(memory, broadcasts_, "MPI_Ibcast", [&](auto* first, int size, MPI_Request* request) {
    return MPI_Ibcast(first, size, MPI_BYTE, root, comm_, request);
  });
}

void memory_transfer::finish() {
  wait_for(messages_);
  wait_for(broadcasts_);
}

void memory_transfer::wait_for(std::vector<MPI_Request>& requests) {
  if (is_crowded_) {
    for (auto& one : requests) poll_until_done(one);
  } else {
    check_mpi(MPI_Waitall(static_cast<int>(requests.size()), requests.data(), MPI_STATUSES_IGNORE),
              "MPI_Waitall");
  }
  requests.clear();
}

memory_transfer::~memory_transfer() {
  for (auto& one : messages_) {
    if (one == MPI_REQUEST_NULL) continue;
    MPI_Cancel(&one);
    MPI_Request_free(&one);
  }
}

}  // namespace dlp::detail
