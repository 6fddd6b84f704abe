# SPDX-License-Identifier: BSL-1.0
#
# What is installed, in three components: runtime, which is a shared library, where one is built;
# development, all that a compiler reads; tools, programs. Consumers need nothing but the prefix.
set(package ${CMAKE_INSTALL_LIBDIR}/cmake/dlp)
get_target_property(dlp_type dlp TYPE)
set(boost_mpi ${BoostMPI_LIBRARY})
if(boost_mpi MATCHES "\\.a$")    # an archive that no package manager knows of: it comes along
  install(FILES ${boost_mpi} DESTINATION ${CMAKE_INSTALL_LIBDIR}/dlp COMPONENT development)
  set(boost_mpi "\${dlp_prefix}/${CMAKE_INSTALL_LIBDIR}/dlp/libboost_mpi.a")
endif()
string(REGEX REPLACE " [0-9].*" "" mpi_kind "${BoostMPI_MPI}")
find_program(mpi_compiler_path NAMES "${MPI_CXX_COMPILER}" NO_CACHE)    # a preset may say the name alone
cmake_path(GET mpi_compiler_path FILENAME mpi_compiler)
configure_package_config_file(cmake/dlp-config.cmake.in dlp-config.cmake
                              INSTALL_DESTINATION ${package})
include(cmake/DlpPkgConfig.cmake)
write_basic_package_version_file(dlp-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/dlp-config.cmake
              ${CMAKE_CURRENT_BINARY_DIR}/dlp-config-version.cmake
              cmake/DlpMpiName.cmake cmake/FindNetCDF.cmake
        DESTINATION ${package} COMPONENT development)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/dlp.pc
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)
install(TARGETS dlp EXPORT dlp-targets
        LIBRARY COMPONENT runtime NAMELINK_COMPONENT development
        ARCHIVE COMPONENT development
        FILE_SET HEADERS COMPONENT development
        FILE_SET headers_of_sources COMPONENT development)
install(EXPORT dlp-targets NAMESPACE dlp:: DESTINATION ${package} COMPONENT development)
install(PROGRAMS tools/dlp-run TYPE BIN COMPONENT tools)
install(TARGETS ${programs} OPTIONAL COMPONENT tools)    # where they have been built
