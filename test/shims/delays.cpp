// SPDX-License-Identifier: BSL-1.0
//
// Under this shim a rank falls asleep at any call of MPI, before it or after: other ranks get ahead
// of it, and messages meet in orders in which they seldom do.
//
//   DLP_SHIM_MICROSECONDS   the longest of these sleeps (500)
//   DLP_SHIM_SEED           decides, with the rank, which calls sleep and for how long (1)
#include <mpi.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <thread>

namespace {

auto number(char const* variable, std::uint64_t otherwise) -> std::uint64_t {
  auto const* const text = std::getenv(variable);
  return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

/// Each thread of each rank has delays of its own.
auto make_generator() -> std::mt19937_64 {
  static auto threads = std::atomic<std::uint64_t>(0);
  return std::mt19937_64(number("DLP_SHIM_SEED", 1) * 1'000'003 + number("PMI_RANK", 0) * 1'009 +
                         threads++);
}

void maybe_sleep() {
  constexpr auto one_in = std::uint64_t{8};
  static auto const longest = number("DLP_SHIM_MICROSECONDS", 500);
  thread_local auto generator = make_generator();
  if (generator() % one_in != 0) return;
  std::this_thread::sleep_for(std::chrono::microseconds(generator() % (longest + 1)));
}

template <class Function, class... Arguments>
auto between_sleeps(Function function, Arguments... arguments) -> int {
  maybe_sleep();
  auto const code = function(arguments...);
  maybe_sleep();
  return code;
}

}  // namespace

#define DELAYED(name, parameters, ...) \
  int MPI_##name parameters { return between_sleeps(PMPI_##name, __VA_ARGS__); }

extern "C" {

// Messages from one rank to another.
DELAYED(Send, (void const* d, int n, MPI_Datatype t, int to, int tag, MPI_Comm c), d, n, t, to, tag,
        c)
DELAYED(Isend, (void const* d, int n, MPI_Datatype t, int to, int tag, MPI_Comm c, MPI_Request* r),
        d, n, t, to, tag, c, r)
DELAYED(Recv, (void* d, int n, MPI_Datatype t, int from, int tag, MPI_Comm c, MPI_Status* s), d, n,
        t, from, tag, c, s)
DELAYED(Irecv, (void* d, int n, MPI_Datatype t, int from, int tag, MPI_Comm c, MPI_Request* r), d,
        n, t, from, tag, c, r)
DELAYED(Iprobe, (int from, int tag, MPI_Comm c, int* here, MPI_Status* s), from, tag, c, here, s)
DELAYED(Mprobe, (int from, int tag, MPI_Comm c, MPI_Message* m, MPI_Status* s), from, tag, c, m, s)
DELAYED(Improbe, (int from, int tag, MPI_Comm c, int* here, MPI_Message* m, MPI_Status* s), from,
        tag, c, here, m, s)
DELAYED(Mrecv, (void* d, int n, MPI_Datatype t, MPI_Message* m, MPI_Status* s), d, n, t, m, s)
DELAYED(Imrecv, (void* d, int n, MPI_Datatype t, MPI_Message* m, MPI_Request* r), d, n, t, m, r)

// The ends of requests.
DELAYED(Test, (MPI_Request * r, int* done, MPI_Status* s), r, done, s)
DELAYED(Testall, (int n, MPI_Request* r, int* done, MPI_Status* s), n, r, done, s)
DELAYED(Wait, (MPI_Request * r, MPI_Status* s), r, s)
DELAYED(Waitall, (int n, MPI_Request* r, MPI_Status* s), n, r, s)

// Calls of all ranks.
DELAYED(Barrier, (MPI_Comm c), c)
DELAYED(Ibarrier, (MPI_Comm c, MPI_Request* r), c, r)
DELAYED(Bcast, (void* d, int n, MPI_Datatype t, int root, MPI_Comm c), d, n, t, root, c)
DELAYED(Ibcast, (void* d, int n, MPI_Datatype t, int root, MPI_Comm c, MPI_Request* r), d, n, t,
        root, c, r)
DELAYED(Ireduce,
        (void const* d, void* to, int n, MPI_Datatype t, MPI_Op op, int root, MPI_Comm c,
         MPI_Request* r),
        d, to, n, t, op, root, c, r)
DELAYED(Iallreduce,
        (void const* d, void* to, int n, MPI_Datatype t, MPI_Op op, MPI_Comm c, MPI_Request* r), d,
        to, n, t, op, c, r)

// What makes communicators.
DELAYED(Comm_idup, (MPI_Comm c, MPI_Comm* made, MPI_Request* r), c, made, r)
DELAYED(Comm_split, (MPI_Comm c, int color, int key, MPI_Comm* made), c, color, key, made)
DELAYED(Comm_split_type, (MPI_Comm c, int type, int key, MPI_Info i, MPI_Comm* made), c, type, key,
        i, made)
}
