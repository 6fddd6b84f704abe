# SPDX-License-Identifier: BSL-1.0
#
# Makes dlp.pc, by which pkg-config tells what a compiler needs. MPI's own flags are not in it: they
# are those of the wrapper, mpicxx.mpich.
set(boost_mpi ${BoostMPI_LIBRARY})
if(boost_mpi MATCHES "\\.a$")
  set(boost_mpi "\${libdir}/dlp/libboost_mpi.a")
endif()

# What the compiler does not look through by itself.
set(boost_flags)
set(boost_libraries)
get_target_property(serialization Boost::serialization LOCATION)
cmake_path(GET serialization PARENT_PATH folder)
cmake_path(NORMAL_PATH folder)
if(NOT folder IN_LIST CMAKE_CXX_IMPLICIT_LINK_DIRECTORIES)
  set(boost_libraries "-L${folder} ")
endif()
get_target_property(folder Boost::headers INTERFACE_INCLUDE_DIRECTORIES)
if(folder AND NOT folder IN_LIST CMAKE_CXX_IMPLICIT_INCLUDE_DIRECTORIES)
  set(boost_flags " -I${folder}")
endif()

set(sqlite)
if(SQLite3_FOUND)
  cmake_path(GET SQLite3_LIBRARIES PARENT_PATH folder)
  if(NOT folder IN_LIST CMAKE_CXX_IMPLICIT_LINK_DIRECTORIES)
    set(sqlite " -L${folder}")
  endif()
  string(APPEND sqlite " -lsqlite3")
endif()
set(netcdf)
if(NetCDF_FOUND)
  cmake_path(GET NetCDF_LIBRARY PARENT_PATH folder)
  if(NOT folder IN_LIST CMAKE_CXX_IMPLICIT_LINK_DIRECTORIES)
    set(netcdf " -L${folder}")
  endif()
  string(APPEND netcdf " -lnetcdf")
endif()

# An archive needs them beside it; a shared library has told the linker by itself.
set(needed "${sqlite}${netcdf}")
set(needed_by_archive)
if(dlp_type STREQUAL SHARED_LIBRARY)
  set(needed_by_archive "\nLibs.private:${needed}")
  set(needed)
endif()

cmake_path(RELATIVE_PATH CMAKE_INSTALL_FULL_INCLUDEDIR
           BASE_DIRECTORY ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig OUTPUT_VARIABLE way_to_headers)
configure_file(cmake/dlp.pc.in dlp.pc @ONLY)
