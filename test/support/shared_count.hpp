// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <chrono>
#include <thread>

#include <mpi.h>

#include <dlp/comm/communicator.hpp>

namespace dlp_test {

/// A number in memory that all ranks share, who are on one machine: by it one of them waits for
/// what others do, where no message may help.
class shared_count {
 public:
  shared_count() {
    auto const ranks = dlp::communicator();
    auto* own = static_cast<void*>(nullptr);
    auto size = static_cast<MPI_Aint>(ranks.rank() == 0 ? sizeof(int) : 0);
    auto unit = 1;
    MPI_Win_allocate_shared(size, unit, MPI_INFO_NULL, ranks, &own, &window_);
    MPI_Win_shared_query(window_, 0, &size, &unit, &at_);
    if (ranks.rank() == 0) *at_ = 0;
    ranks.barrier();
  }
  shared_count(shared_count const&) = delete;
  auto operator=(shared_count const&) -> shared_count& = delete;
  ~shared_count() { MPI_Win_free(&window_); }

  void add_one() { ++std::atomic_ref(*at_); }
  [[nodiscard]] auto is_at_least(int due) const -> bool { return std::atomic_ref(*at_) >= due; }

  /// Waits for it, but not for ever.
  [[nodiscard]] auto comes_to(int due) -> bool {
    using namespace std::chrono_literals;
    auto const until = std::chrono::steady_clock::now() + 30s;
    while (std::atomic_ref(*at_) < due && std::chrono::steady_clock::now() < until) {
      std::this_thread::sleep_for(1ms);
    }
    return std::atomic_ref(*at_) >= due;
  }

 private:
  int* at_ = nullptr;
  MPI_Win window_ = MPI_WIN_NULL;
};

}  // namespace dlp_test
