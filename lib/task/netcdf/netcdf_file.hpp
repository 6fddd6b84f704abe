// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include <netcdf.h>

namespace dlp::detail {

/// A NetCDF-4 file that is written: dimensions and variables are numbers in it.
/// Throws: std::system_error, from all of its members, with the words of the system or of netCDF.
class netcdf_file {
 public:
  /// Makes it, or empties one that there is.
  explicit netcdf_file(std::filesystem::path const& path);
  netcdf_file(netcdf_file const&) = delete;
  auto operator=(netcdf_file const&) -> netcdf_file& = delete;
  /// What has not been closed is of no use.
  ~netcdf_file();
  void close();

  /// Takes a name that nothing else here has: this one, or the first with a _ behind it that is
  /// free.
  auto own_name(std::string name) -> std::string;

  auto dimension(std::string const& name, std::size_t length) -> int;
  auto variable(std::string const& name, nc_type type, std::vector<int> const& along) -> int;

  /// Attributes of a variable, or of NC_GLOBAL.
  void attribute(int of, std::string const& name, std::string const& text);
  void attribute(int of, std::string const& name, nc_type type, std::vector<long long> const& all);
  void attribute(int of, std::string const& name, nc_type type,
                 std::vector<unsigned long long> const& all);
  void attribute(int of, std::string const& name, nc_type type, std::vector<double> const& all);

  /// All values of a variable, the last of whose dimensions varies fastest.
  void put(int variable, std::vector<long long> const& values);
  void put(int variable, std::vector<unsigned long long> const& values);
  void put(int variable, std::vector<double> const& values);
  void put(int variable, std::vector<std::string> const& values);

 private:
  [[nodiscard]] auto called(int variable) const -> std::string;
  [[nodiscard]] auto attribute_of(int variable, std::string const& name) const -> std::string;

  int id_ = 0;
  bool is_open_ = false;
  std::set<std::string> names_;
};

}  // namespace dlp::detail
