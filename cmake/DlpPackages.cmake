# SPDX-License-Identifier: BSL-1.0
#
# `cpack -G DEB` makes a Debian package of each component: libdlp0.1, libdlp-dev and dlp-tools.
set(CPACK_PACKAGE_NAME dlp)
set(CPACK_PACKAGE_VENDOR dlp)
set(CPACK_PACKAGE_CONTACT "dlp maintainers <dlp@example.com>"
    CACHE STRING "The maintainer of the packages")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE_1_0.txt)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE
                                                GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_COMPONENTS_ALL development tools)
if(BUILD_SHARED_LIBS)
  list(PREPEND CPACK_COMPONENTS_ALL runtime)
  set(CPACK_COMPONENT_DEVELOPMENT_DEPENDS runtime)
endif()

# --- Debian's ---

# The packages that own the files. What programs of this package need is found by dpkg-shlibdeps.
function(dlp_owners result)
  set(owners)
  find_program(DPKG_QUERY dpkg-query)
  mark_as_advanced(DPKG_QUERY)
  if(DPKG_QUERY)
    execute_process(COMMAND ${DPKG_QUERY} --search ${ARGN} OUTPUT_VARIABLE said ERROR_QUIET)
    string(REGEX MATCHALL "[^\n:]+:[^\n]*" lines "${said}")
    list(TRANSFORM lines REPLACE ":.*" "" OUTPUT_VARIABLE owners)
    list(REMOVE_DUPLICATES owners)
  endif()
  list(JOIN owners ", " owners)
  set(${result} "${owners}" PARENT_SCOPE)
endfunction()

find_file(RANDOM123_HEADER Random123/philox.h)
mark_as_advanced(RANDOM123_HEADER)
set(needed ${MPI_CXX_COMPILER} ${MPI_CXX_HEADER_DIR}/mpi.h ${RANDOM123_HEADER}
           ${boost_serialization_DIR}/boost_serialization-config.cmake)
if(NOT BUILD_SHARED_LIBS)
  list(APPEND needed ${SQLite3_LIBRARIES} ${NetCDF_LIBRARY})
endif()
dlp_owners(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS ${needed})
dlp_owners(CPACK_DEBIAN_TOOLS_PACKAGE_DEPENDS ${MPIEXEC_EXECUTABLE})

set(series ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SOURCE dlp)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_ENABLE_COMPONENT_DEPENDS ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME libdlp${series})
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libdlp-dev)
set(CPACK_DEBIAN_TOOLS_PACKAGE_NAME dlp-tools)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_TOOLS_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_TOOLS_PACKAGE_SUGGESTS gnuplot)
set(about "A few words around a range split the loop over it among the ranks of an\nMPI job.")
set(CPACK_COMPONENT_RUNTIME_DESCRIPTION "${about} This package has the shared library.")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION
    "${about} This package has what programs are compiled with,\nfor CMake and pkg-config.")
set(CPACK_COMPONENT_TOOLS_DESCRIPTION "${about} This package has dlp-run, which starts jobs that go on\n\
when ranks die, dlp-each, which runs command lines on all ranks, dlp-report, which draws what a\nloop did, and dlp-sweep, which shows how far a sweep is.")

# What a package is to say of itself: in a full installation it has no place.
string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC)
file(CONFIGURE OUTPUT changelog @ONLY CONTENT [[
dlp (@PROJECT_VERSION@-@CPACK_DEBIAN_PACKAGE_RELEASE@) unstable; urgency=medium

  * dlp @PROJECT_VERSION@, packed by CPack.

 -- @CPACK_PACKAGE_CONTACT@  @date@
]])
execute_process(COMMAND gzip --best --no-name --stdout changelog
                WORKING_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}
                OUTPUT_FILE ${CMAKE_CURRENT_BINARY_DIR}/changelog.Debian.gz)
foreach(component IN LISTS CPACK_COMPONENTS_ALL)
  string(TOUPPER ${component} upper)
  install(FILES tools/packaging/copyright ${CMAKE_CURRENT_BINARY_DIR}/changelog.Debian.gz
          DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/doc/${CPACK_DEBIAN_${upper}_PACKAGE_NAME}
          COMPONENT ${component} EXCLUDE_FROM_ALL)
endforeach()
file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/triggers "activate-noawait ldconfig\n")
set(CPACK_DEBIAN_RUNTIME_PACKAGE_CONTROL_EXTRA ${CMAKE_CURRENT_BINARY_DIR}/triggers)
include(CPack)
