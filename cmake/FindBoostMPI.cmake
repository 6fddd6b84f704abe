# SPDX-License-Identifier: BSL-1.0
#
# Makes dlp::boost_mpi of the Boost.MPI that was built against the MPI in use. The names in the library
# depend on the MPI (an MPI_Comm is an int to MPICH, a pointer to Open MPI), so a candidate proves itself
# by linking. DLP_BOOST_MPI_LIBRARY names one; else they are looked for in dlp/ below the folders of
# libraries, where tools/setup puts its own, and then in those folders themselves. Also sets
# BoostMPI_LIBRARY, and BoostMPI_MPI to the name and version of the MPI.
include(${CMAKE_CURRENT_LIST_DIR}/DlpMpiName.cmake)

set(DLP_BOOST_MPI_LIBRARY "" CACHE FILEPATH "The Boost.MPI that was built against the MPI in use")

function(dlp_boost_mpi_links library result)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/dlp_boost_mpi.cpp)
  file(WRITE ${source} [[
#include <boost/mpi/communicator.hpp>
int main() { return boost::mpi::communicator(MPI_COMM_WORLD, boost::mpi::comm_attach).rank(); }
]])
  try_compile(it_links ${CMAKE_CURRENT_BINARY_DIR}/dlp_boost_mpi SOURCES ${source}
              LINK_LIBRARIES ${library} Boost::serialization Boost::headers MPI::MPI_CXX)
  set(${result} ${it_links} PARENT_SCOPE)
  unset(it_links CACHE)    # where a variable of the caller has the name, that is seen in its place
endfunction()

function(dlp_find_boost_mpi mpi result)
  set(candidates ${DLP_BOOST_MPI_LIBRARY})
  if(NOT candidates)
    find_library(ours NAMES boost_mpi PATH_SUFFIXES dlp NO_CACHE)
    find_library(theirs NAMES boost_mpi HINTS ${Boost_DIR}/../.. NO_CACHE)
    set(candidates ${ours} ${theirs})
    list(REMOVE_DUPLICATES candidates)
  endif()
  foreach(library IN LISTS candidates)
    if(NOT library)
      continue()
    endif()
    dlp_boost_mpi_links(${library} links)
    if(links)
      message(STATUS "Found Boost.MPI for ${mpi}: ${library}")
      set(${result} ${library} PARENT_SCOPE)
      return()
    endif()
    message(STATUS "Refused ${library}: it was not built against ${mpi} (${MPI_CXX_COMPILER})")
  endforeach()
  message(FATAL_ERROR "No Boost.MPI that was built against ${mpi} (${MPI_CXX_COMPILER}) is to be found: "
                      "run tools/setup, or set DLP_BOOST_MPI_LIBRARY.")
endfunction()

dlp_mpi_name(BoostMPI_MPI)
if(NOT TARGET dlp::boost_mpi)
  dlp_find_boost_mpi("${BoostMPI_MPI}" BoostMPI_LIBRARY)
  add_library(dlp::boost_mpi UNKNOWN IMPORTED)
  set_target_properties(dlp::boost_mpi PROPERTIES
    IMPORTED_LOCATION ${BoostMPI_LIBRARY}
    INTERFACE_LINK_LIBRARIES "Boost::serialization;Boost::headers;MPI::MPI_CXX")
endif()
set(BoostMPI_FOUND TRUE)
