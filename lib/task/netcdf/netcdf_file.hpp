// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <netcdf.h>
#include <netcdf_mem.h>

namespace dlp::detail {

/// A name as netCDF takes it, and CF in a list of names: _ stands for what they do not take.
[[nodiscard]] auto valid_name(std::string const& name) -> std::string;

/// A NetCDF-4 file that is written: dimensions and variables are numbers in it. It is in memory
/// until it is closed: where HDF5 has no room on a disk it fails again when the program ends, by a
/// crash, and netCDF reads more into a path than the system does.
/// Throws: std::system_error, from all of its members, with the words of the system or of netCDF.
class netcdf_file {
 public:
  explicit netcdf_file(std::filesystem::path path);
  netcdf_file(netcdf_file const&) = delete;
  auto operator=(netcdf_file const&) -> netcdf_file& = delete;
  /// One that has not been closed is not written.
  ~netcdf_file();
  /// Writes it to its path.
  void close();

  /// Takes a valid name that nothing else here has: this one, or the first with a _ behind it that
  /// is free.
  auto own_name(std::string const& wanted) -> std::string;

  auto dimension(std::string const& name, std::size_t length) -> int;
  auto variable(std::string const& name, nc_type type, std::vector<int> const& along) -> int;

  /// Attributes of a variable, or of NC_GLOBAL.
  void attribute(int of, std::string const& name, std::string const& text);
  void attribute(int of, std::string const& name, nc_type type, std::vector<long long> const& all);
  void attribute(int of, std::string const& name, nc_type type,
                 std::vector<unsigned long long> const& all);
  void attribute(int of, std::string const& name, nc_type type, std::vector<double> const& all);

  /// All values of a variable, the last of whose dimensions varies fastest. In a text \0 stands for
  /// the character 0, where netCDF would end it.
  void put(int variable, std::vector<long long> const& values);
  void put(int variable, std::vector<unsigned long long> const& values);
  void put(int variable, std::vector<double> const& values);
  void put(int variable, std::vector<std::string> values);

 private:
  [[nodiscard]] auto called(int variable) const -> std::string;
  [[nodiscard]] auto attribute_of(int variable, std::string const& name) const -> std::string;

  /// Closes it; what there is in memory then, until it is freed.
  auto close_image() noexcept -> std::pair<int, NC_memio>;

  std::filesystem::path path_;
  int id_ = 0;
  bool is_open_ = false;
  std::set<std::string> names_;
};

}  // namespace dlp::detail
