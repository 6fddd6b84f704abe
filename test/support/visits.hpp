// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <chrono>
#include <thread>
#include <vector>

#include <boost/mpi/communicator.hpp>
#include <boost/mpi/datatype.hpp>

namespace dlp_test {

inline auto const world = boost::mpi::communicator();

/// Raw MPI, so that no test trusts what it tests; polled, because it is more ranks than cores.
template <class T>
auto sums_of(std::vector<T> const& mine, boost::mpi::communicator const& comm) -> std::vector<T> {
  auto all = std::vector<T>(mine.size());
  auto request = MPI_REQUEST_NULL;
  MPI_Iallreduce(mine.data(), all.data(), static_cast<int>(mine.size()),
                 boost::mpi::get_mpi_datatype<T>(), MPI_SUM, comm, &request);
  for (auto done = 0; MPI_Test(&request, &done, MPI_STATUS_IGNORE), !done;) {
    std::this_thread::sleep_for(std::chrono::microseconds(50));
  }
  return all;
}

inline auto sums(std::vector<int> const& mine, boost::mpi::communicator const& comm = {})
    -> std::vector<int> {
  return sums_of(mine, comm);
}

/// How often each of the indices 0 … n - 1 was visited, over all ranks; the last number counts
/// visits to indices that do not exist.
inline auto visits(std::vector<int> const& own, int n, boost::mpi::communicator const& comm = {})
    -> std::vector<int> {
  auto const size = static_cast<std::size_t>(n);
  auto mine = std::vector<int>(size + 1, 0);
  for (auto const index : own) {
    ++mine[index >= 0 && index < n ? static_cast<std::size_t>(index) : size];
  }
  return sums(mine, comm);
}

/// Whether each of the indices 0 … n - 1 was visited once, and no other.
inline auto exactly_once(std::vector<int> const& own, int n,
                         boost::mpi::communicator const& comm = {}) -> bool {
  auto expected = std::vector<int>(static_cast<std::size_t>(n) + 1, 1);
  expected.back() = 0;
  return visits(own, n, comm) == expected;
}

/// Whether no index was visited twice, and none that does not exist.
inline auto at_most_once(std::vector<int> const& own, int n,
                         boost::mpi::communicator const& comm = {}) -> bool {
  auto const all = visits(own, n, comm);
  return all.back() == 0 && std::ranges::all_of(all, [](int count) { return count <= 1; });
}

/// How many ranks `mine` holds on.
inline auto how_many(bool mine, boost::mpi::communicator const& comm = {}) -> int {
  return sums({mine ? 1 : 0}, comm).front();
}

}  // namespace dlp_test
