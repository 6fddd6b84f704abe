// SPDX-License-Identifier: BSL-1.0
#include <comm/wire/thread_channel.hpp>

#include <memory>
#include <utility>
#include <vector>

#include <comm/wire/check_mpi.hpp>
#include <comm/wire/mpi_channel.hpp>
#include <comm/wire/mpich.hpp>

namespace dlp::detail {
namespace {

constexpr auto side_tag = 3;  // mpi_channel has 1 and 2

}  // namespace

auto threads_may_use_mpi() -> bool {
  auto level = 0;
  check_mpi(MPI_Query_thread(&level), "MPI_Query_thread");
  return level == MPI_THREAD_MULTIPLE;
}

thread_channel::~thread_channel() {
  // What is still on its way is of no use to anyone, but MPI may yet read its memory.
  static auto still_used_by_mpi = std::vector<std::shared_ptr<void>>();
  if (flushed()) return;
  still_used_by_mpi.push_back(std::make_shared<std::list<outgoing>>(std::move(outgoing_)));
}

void thread_channel::send(int to, bytes content) {
  if (count_) count_->sent(to);
  auto& one = outgoing_.emplace_back(outgoing{.content = std::move(content)});
  check_mpi(MPI_Isend(one.content.data(), static_cast<int>(one.content.size()), MPI_BYTE, to,
                      side_tag, comm_, &one.request),
            "MPI_Isend");
  static_cast<void>(flushed());
}

auto thread_channel::try_receive() -> std::optional<parcel> {
  auto here = 0;
  auto matched = MPI_MESSAGE_NULL;
  auto status = MPI_Status();
  for (auto polls = mpich::polls_a_look; polls != 0 && !here; --polls) {
    check_mpi(MPI_Improbe(MPI_ANY_SOURCE, side_tag, comm_, &here, &matched, &status),
              "MPI_Improbe");
  }
  if (!here) return std::nullopt;
  auto count = 0;
  check_mpi(MPI_Get_count(&status, MPI_BYTE, &count), "MPI_Get_count");
  auto one = parcel{status.MPI_SOURCE, bytes(static_cast<std::size_t>(count))};
  check_mpi(MPI_Mrecv(one.content.data(), count, MPI_BYTE, &matched, MPI_STATUS_IGNORE),
            "MPI_Mrecv");
  if (count_) count_->received();
  return one;
}

auto thread_channel::flushed() -> bool {
  std::erase_if(outgoing_, [](auto& one) {
    auto done = 0;
    check_mpi(MPI_Test(&one.request, &done, MPI_STATUS_IGNORE), "MPI_Test");
    return done != 0;
  });
  return outgoing_.empty();
}

}  // namespace dlp::detail
