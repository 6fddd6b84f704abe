# SPDX-License-Identifier: BSL-1.0

# dlp_mpi_name(RESULT): the name and version of MPI::MPI_CXX as its own header tells them, such as
# `MPICH 4.0.2`. Read from a compiler's message: nothing is linked or run, and no flag gets in the way.
function(dlp_mpi_name result)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/dlp_mpi_name.cpp)
  file(WRITE ${source} [[
#include <mpi.h>
#define TEXT_OF(x) #x
#define TEXT(x) TEXT_OF(x)
#if defined OMPI_MAJOR_VERSION
#define NAME "Open MPI " TEXT(OMPI_MAJOR_VERSION) "." TEXT(OMPI_MINOR_VERSION)
#elif defined MPICH_VERSION
#define NAME "MPICH " MPICH_VERSION
#else
#define NAME "An MPI that is neither MPICH nor Open MPI"
#endif
static_assert(false, "<<" NAME ">>");
]])
  try_compile(compiled ${CMAKE_CURRENT_BINARY_DIR}/dlp_mpi_name SOURCES ${source}
              LINK_LIBRARIES MPI::MPI_CXX OUTPUT_VARIABLE said)
  unset(compiled CACHE)
  string(REGEX MATCH "<<([^>\"]+)>>" said "${said}")
  set(${result} "${CMAKE_MATCH_1}" PARENT_SCOPE)
endfunction()
