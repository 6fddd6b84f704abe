// SPDX-License-Identifier: BSL-1.0
//
// Messages, as the channel receives them from an MPI in which every byte may be another.
//
// The input is a row of MPI messages of rank 1: two bytes say how long, and the content follows.
#include <algorithm>
#include <cstring>
#include <vector>

#include <mpi.h>

#include <comm/wire/mpi_channel.hpp>
#include <dlp/comm/pieces.hpp>

#include "fuzz.hpp"

using namespace dlp_test;

namespace {

byte_span wire;                          // what has not been received yet
std::vector<std::byte> matched_message;  // what a probe has found

auto next_message() -> std::vector<std::byte> {
  if (wire.size() < 2) return {};
  auto const size =
      std::to_integer<std::size_t>(wire[0]) + 256 * std::to_integer<std::size_t>(wire[1]);
  auto const content = wire.subspan(2).first(std::min(size, wire.size() - 2));
  wire = wire.subspan(2 + content.size());
  auto message = std::vector(content.begin(), content.end());

  // A head that speaks of terabytes would be believed, as there is nothing to hold it against.
  constexpr auto at = offsetof(dlp::detail::message_head, body_size);
  if (message.size() >= at + sizeof(std::uint64_t)) {
    auto body_size = std::uint64_t{0};
    std::memcpy(&body_size, message.data() + at, sizeof body_size);
    body_size &= 0xffff;
    std::memcpy(message.data() + at, &body_size, sizeof body_size);
  }
  return message;
}

void receive(void* data, int count, std::vector<std::byte> const& message) {
  if (message.empty()) return;
  std::memcpy(data, message.data(), std::min(static_cast<std::size_t>(count), message.size()));
}

}  // namespace

// In the place of MPI: what the channel calls to receive.
extern "C" {

int MPI_Comm_rank(MPI_Comm, int* rank) { return *rank = 0, MPI_SUCCESS; }
int MPI_Comm_size(MPI_Comm, int* size) { return *size = 2, MPI_SUCCESS; }
int MPI_Comm_group(MPI_Comm, MPI_Group* group) { return *group = MPI_GROUP_EMPTY, MPI_SUCCESS; }
int MPI_Group_free(MPI_Group*) { return MPI_SUCCESS; }
int MPI_Group_translate_ranks(MPI_Group, int count, int const* ranks, MPI_Group, int* others) {
  return std::copy_n(ranks, count, others), MPI_SUCCESS;
}

int MPI_Improbe(int, int, MPI_Comm, int* here, MPI_Message* matched, MPI_Status* status) {
  matched_message = next_message();
  *here = matched_message.empty() ? 0 : 1;
  *matched = MPI_MESSAGE_NO_PROC;
  status->MPI_SOURCE = 1;
  return MPI_SUCCESS;
}
int MPI_Get_count(MPI_Status const*, MPI_Datatype, int* count) {
  return *count = static_cast<int>(matched_message.size()), MPI_SUCCESS;
}
int MPI_Mrecv(void* data, int count, MPI_Datatype, MPI_Message*, MPI_Status*) {
  return receive(data, count, matched_message), MPI_SUCCESS;
}
int MPI_Imrecv(void* data, int count, MPI_Datatype, MPI_Message*, MPI_Request* request) {
  *request = MPI_REQUEST_NULL;
  return receive(data, count, matched_message), MPI_SUCCESS;
}
int MPI_Irecv(void* data, int count, MPI_Datatype, int, int, MPI_Comm, MPI_Request* request) {
  *request = MPI_REQUEST_NULL;
  return receive(data, count, next_message()), MPI_SUCCESS;
}
int MPI_Testall(int, MPI_Request*, int* all, MPI_Status*) { return *all = 1, MPI_SUCCESS; }
}

void try_bytes(byte_span input) {
  dlp::detail::set_piece_limit(10'000);
  wire = input;
  may_refuse([] {
    auto channel = dlp::detail::mpi_channel(MPI_COMM_WORLD);
    while (!wire.empty()) {
      while (auto const what = channel.try_receive()) {
        demand(what->source == 1 && what->body.size() == what->body_size);
      }
      if (wire.size() < 2) break;
    }
  });
}
