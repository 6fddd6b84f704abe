// SPDX-License-Identifier: BSL-1.0
//
// Under this shim no message is on its way: a send is done when its receiver has taken it. A
// program that counts on MPI to keep a message for it waits for ever.
#include <mpi.h>

extern "C" {

int MPI_Send(void const* data, int count, MPI_Datatype type, int to, int tag, MPI_Comm comm) {
  return PMPI_Ssend(data, count, type, to, tag, comm);
}

int MPI_Isend(void const* data, int count, MPI_Datatype type, int to, int tag, MPI_Comm comm,
              MPI_Request* request) {
  return PMPI_Issend(data, count, type, to, tag, comm, request);
}
}
