// SPDX-License-Identifier: BSL-1.0
//
// What a NetCDF file has, read by the library's own functions.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include <netcdf.h>

namespace dlp_test {

/// An open file; what it does not have is an error.
class netcdf_reader {
 public:
  explicit netcdf_reader(std::filesystem::path const& file) {
    check(nc_open(file.c_str(), NC_NOWRITE, &id_), file.string());
  }
  netcdf_reader(netcdf_reader const&) = delete;
  auto operator=(netcdf_reader const&) -> netcdf_reader& = delete;
  ~netcdf_reader() { nc_close(id_); }

  /// "gamma 2, solver 3": along what a variable lies; "" where it lies along nothing.
  [[nodiscard]] auto dimensions(std::string const& variable) const -> std::string {
    auto text = std::string();
    for (auto const id : dimension_ids(variable)) {
      char name[NC_MAX_NAME + 1];
      check(nc_inq_dimname(id_, id, name), variable);
      text += (text.empty() ? "" : ", ") + std::string(name) + " " + std::to_string(length(id));
    }
    return text;
  }
  [[nodiscard]] auto type(std::string const& variable) const -> nc_type {
    auto type = nc_type(NC_NAT);
    check(nc_inq_vartype(id_, number(variable), &type), variable);
    return type;
  }
  [[nodiscard]] auto has(std::string const& variable) const -> bool {
    auto found = 0;
    return nc_inq_varid(id_, variable.c_str(), &found) == NC_NOERR;
  }
  [[nodiscard]] auto has(std::string const& variable, char const* attribute) const -> bool {
    return nc_inq_attid(id_, number(variable), attribute, nullptr) == NC_NOERR;
  }
  [[nodiscard]] auto variables() const -> int {
    auto count = 0;
    check(nc_inq_nvars(id_, &count), "variables");
    return count;
  }

  /// All values.
  [[nodiscard]] auto reals(std::string const& variable) const -> std::vector<double> {
    auto values = std::vector<double>(size(variable));
    check(nc_get_var_double(id_, number(variable), values.data()), variable);
    return values;
  }
  [[nodiscard]] auto integers(std::string const& variable) const -> std::vector<long long> {
    auto values = std::vector<long long>(size(variable));
    check(nc_get_var_longlong(id_, number(variable), values.data()), variable);
    return values;
  }
  [[nodiscard]] auto naturals(std::string const& variable) const
      -> std::vector<unsigned long long> {
    auto values = std::vector<unsigned long long>(size(variable));
    check(nc_get_var_ulonglong(id_, number(variable), values.data()), variable);
    return values;
  }
  [[nodiscard]] auto texts(std::string const& variable) const -> std::vector<std::string> {
    auto values = std::vector<char*>(size(variable));
    check(nc_get_var_string(id_, number(variable), values.data()), variable);
    auto made = std::vector<std::string>(values.begin(), values.end());
    nc_free_string(values.size(), values.data());
    return made;
  }

  /// An attribute that is a text, of a variable or of the file, which is ""; "" where there is
  /// none.
  [[nodiscard]] auto attribute(std::string const& variable, std::string const& name) const
      -> std::string {
    auto const of = variable.empty() ? NC_GLOBAL : number(variable);
    auto length = std::size_t{0};
    if (nc_inq_attlen(id_, of, name.c_str(), &length) != NC_NOERR) return "";
    auto text = std::string(length, ' ');
    check(nc_get_att_text(id_, of, name.c_str(), text.data()), name);
    return text;
  }
  /// The type of an attribute.
  [[nodiscard]] auto type(std::string const& variable, std::string const& attribute) const
      -> nc_type {
    auto found = nc_type{};
    check(nc_inq_atttype(id_, number(variable), attribute.c_str(), &found), attribute);
    return found;
  }
  /// One that is numbers; empty where there is none.
  [[nodiscard]] auto numbers(std::string const& variable, std::string const& name) const
      -> std::vector<double> {
    auto const of = number(variable);
    auto length = std::size_t{0};
    if (nc_inq_attlen(id_, of, name.c_str(), &length) != NC_NOERR) return {};
    auto values = std::vector<double>(length);
    check(nc_get_att_double(id_, of, name.c_str(), values.data()), name);
    return values;
  }

 private:
  static void check(int status, std::string const& what) {
    if (status != NC_NOERR) throw std::runtime_error(what + ": " + nc_strerror(status));
  }
  [[nodiscard]] auto number(std::string const& variable) const -> int {
    auto found = 0;
    check(nc_inq_varid(id_, variable.c_str(), &found), variable);
    return found;
  }
  [[nodiscard]] auto dimension_ids(std::string const& variable) const -> std::vector<int> {
    auto count = 0;
    check(nc_inq_varndims(id_, number(variable), &count), variable);
    auto ids = std::vector<int>(static_cast<std::size_t>(count));
    check(nc_inq_vardimid(id_, number(variable), ids.data()), variable);
    return ids;
  }
  [[nodiscard]] auto length(int dimension) const -> std::size_t {
    auto found = std::size_t{0};
    check(nc_inq_dimlen(id_, dimension, &found), "length");
    return found;
  }
  [[nodiscard]] auto size(std::string const& variable) const -> std::size_t {
    auto count = std::size_t{1};
    for (auto const id : dimension_ids(variable)) count *= length(id);
    return count;
  }

  int id_ = 0;
};

}  // namespace dlp_test
