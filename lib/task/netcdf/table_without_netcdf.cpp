// SPDX-License-Identifier: BSL-1.0
//
// What stands in the place of this folder in a library that is built without netCDF.
#include <task/netcdf/table_netcdf.hpp>

#include <dlp/core/error.hpp>

namespace dlp::detail {

namespace {

[[noreturn]] void refuse(std::filesystem::path const& file) {
  throw usage_error("dlp: " + file.string() +
                    " cannot be written: this dlp was built without netCDF. Install its "
                    "development files (Debian's package libnetcdf-dev), and configure and build "
                    "dlp again");
}

}  // namespace

void save_netcdf(table_data const& /*from*/, std::filesystem::path const& file) { refuse(file); }
void save_sweepexp(table_data const& /*from*/, std::filesystem::path const& file,
                   other_cells /*others*/) {
  refuse(file);
}

}  // namespace dlp::detail
