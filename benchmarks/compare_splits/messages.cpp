// SPDX-License-Identifier: BSL-1.0
#include "messages.hpp"

#include <atomic>

#include <mpi.h>

// The profiling interface of MPI: these take the place of MPI's own functions of the same names,
// for the library too, and call them by their other names.
namespace {

auto sent = std::atomic<std::int64_t>(0);

}  // namespace

auto benchmark::messages_sent() -> std::int64_t { return sent; }

extern "C" {

int MPI_Send(void const* data, int n, MPI_Datatype type, int to, int tag, MPI_Comm comm) {
  ++sent;
  return PMPI_Send(data, n, type, to, tag, comm);
}
int MPI_Ssend(void const* data, int n, MPI_Datatype type, int to, int tag, MPI_Comm comm) {
  ++sent;
  return PMPI_Ssend(data, n, type, to, tag, comm);
}
int MPI_Bsend(void const* data, int n, MPI_Datatype type, int to, int tag, MPI_Comm comm) {
  ++sent;
  return PMPI_Bsend(data, n, type, to, tag, comm);
}
int MPI_Isend(void const* data, int n, MPI_Datatype type, int to, int tag, MPI_Comm comm,
              MPI_Request* request) {
  ++sent;
  return PMPI_Isend(data, n, type, to, tag, comm, request);
}
int MPI_Issend(void const* data, int n, MPI_Datatype type, int to, int tag, MPI_Comm comm,
               MPI_Request* request) {
  ++sent;
  return PMPI_Issend(data, n, type, to, tag, comm, request);
}
int MPI_Put(void const* data, int n, MPI_Datatype type, int to, MPI_Aint at, int m,
            MPI_Datatype type_there, MPI_Win window) {
  ++sent;
  return PMPI_Put(data, n, type, to, at, m, type_there, window);
}
int MPI_Get(void* data, int n, MPI_Datatype type, int from, MPI_Aint at, int m,
            MPI_Datatype type_there, MPI_Win window) {
  ++sent;
  return PMPI_Get(data, n, type, from, at, m, type_there, window);
}
int MPI_Accumulate(void const* data, int n, MPI_Datatype type, int to, MPI_Aint at, int m,
                   MPI_Datatype type_there, MPI_Op op, MPI_Win window) {
  ++sent;
  return PMPI_Accumulate(data, n, type, to, at, m, type_there, op, window);
}
int MPI_Fetch_and_op(void const* data, void* result, MPI_Datatype type, int to, MPI_Aint at,
                     MPI_Op op, MPI_Win window) {
  ++sent;
  return PMPI_Fetch_and_op(data, result, type, to, at, op, window);
}
int MPI_Compare_and_swap(void const* data, void const* expected, void* result, MPI_Datatype type,
                         int to, MPI_Aint at, MPI_Win window) {
  ++sent;
  return PMPI_Compare_and_swap(data, expected, result, type, to, at, window);
}
}
