# SPDX-License-Identifier: BSL-1.0
#
# Makes dlp::netcdf of the C library of NetCDF. It also sets NetCDF_LIBRARY, and is installed: who uses
# dlp needs the library too. netCDF's own package for CMake also wants the development files of HDF5.
find_path(NetCDF_INCLUDE_DIR netcdf_mem.h)
find_library(NetCDF_LIBRARY netcdf)
mark_as_advanced(NetCDF_INCLUDE_DIR NetCDF_LIBRARY)
if(NetCDF_INCLUDE_DIR)
  file(STRINGS ${NetCDF_INCLUDE_DIR}/netcdf_mem.h NetCDF_CLOSE_MEMIO REGEX nc_close_memio)
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(NetCDF
  REQUIRED_VARS NetCDF_LIBRARY NetCDF_INCLUDE_DIR NetCDF_CLOSE_MEMIO
  REASON_FAILURE_MESSAGE "dlp needs nc_close_memio of netcdf_mem.h, which netCDF has since 4.6.2")
if(NetCDF_FOUND AND NOT TARGET dlp::netcdf)
  add_library(dlp::netcdf UNKNOWN IMPORTED)
  set_target_properties(dlp::netcdf PROPERTIES
    IMPORTED_LOCATION ${NetCDF_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${NetCDF_INCLUDE_DIR})
endif()
