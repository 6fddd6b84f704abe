// SPDX-License-Identifier: BSL-1.0
//
// Included by the compiler in front of every file that is to run under SMPI, after SMPI's own
// helpers. It mends what stands in the way of compiling; what a call does is in simulated.cpp.
#pragma once

#include <mpi.h>

// SMPI's is NULL, which `auto` takes for an integer.
#undef MPI_MESSAGE_NULL
#define MPI_MESSAGE_NULL static_cast<MPI_Message>(nullptr)

// SMPI's macros would take the place of those in simulated.cpp.
#undef nanosleep
#undef getpid
