// SPDX-License-Identifier: BSL-1.0
#include <task/netcdf/netcdf_variable.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <set>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace dlp::detail {
namespace {

auto type_of(column const& what, bool some_miss) -> nc_type {
  switch (what.kind) {
    case column_kind::boolean:
      return NC_BYTE;
    case column_kind::text:
      return NC_STRING;
    case column_kind::real:
      return what.bytes == sizeof(float) ? NC_FLOAT : NC_DOUBLE;
    case column_kind::complex:
      return what.bytes == 2 * sizeof(float) ? NC_FLOAT : NC_DOUBLE;
    default:
      break;
  }
  switch (some_miss ? sizeof(long long) : what.bytes) {
    case 1:
      return what.is_signed ? NC_BYTE : NC_UBYTE;
    case 2:
      return what.is_signed ? NC_SHORT : NC_USHORT;
    case 4:
      return what.is_signed ? NC_INT : NC_UINT;
    default:
      return what.is_signed ? NC_INT64 : NC_UINT64;
  }
}

/// What stands for a value that is missing.
auto fill_for(column const& /*what*/, std::vector<double> const& /*values*/) -> double {
  return std::numeric_limits<double>::quiet_NaN();
}
auto fill_for(column const& what, std::vector<long long> const& values) -> long long {
  if (what.kind == column_kind::boolean) return -1;
  auto fill = std::numeric_limits<long long>::min();
  while (std::ranges::find(values, fill) != values.end()) ++fill;
  return fill;
}
auto fill_for(column const& /*what*/, std::vector<unsigned long long> const& values)
    -> unsigned long long {
  auto fill = std::numeric_limits<unsigned long long>::max();
  while (std::ranges::find(values, fill) != values.end()) --fill;
  return fill;
}

/// xarray knows booleans by `dtype`, others by their flags.
void describe_boolean(netcdf_file& to, int variable, bool some_miss) {
  if (!some_miss) return to.attribute(variable, "dtype", "bool");
  to.attribute(variable, "flag_values", NC_BYTE, std::vector{0LL, 1LL});
  to.attribute(variable, "flag_meanings", "false true");
}

/// By which netCDF, HDF5, CF or xarray know something of a variable.
constexpr auto known_attributes = std::to_array<char const*>(
    {"_FillValue", "missing_value", "scale_factor", "add_offset", "_Unsigned", "coordinates",
     "dtype", "flag_values", "flag_meanings", "CLASS", "NAME", "DIMENSION_LIST", "REFERENCE_LIST",
     "_Netcdf4Dimid", "_Netcdf4Coordinates", "_NCProperties", "_nc3_strict"});

void write_attribute(netcdf_file& to, int variable, std::string const& name,
                     std::string const& text) {
  to.attribute(variable, name, text);
}
void write_attribute(netcdf_file& to, int variable, std::string const& name, std::int64_t number) {
  to.attribute(variable, name, NC_INT64, std::vector<long long>{number});
}
void write_attribute(netcdf_file& to, int variable, std::string const& name, std::uint64_t number) {
  to.attribute(variable, name, NC_UINT64, std::vector<unsigned long long>{number});
}
void write_attribute(netcdf_file& to, int variable, std::string const& name, double number) {
  to.attribute(variable, name, NC_DOUBLE, std::vector{number});
}

/// The attributes of a column; one that is called as one of the others has a _ behind its name.
void write_attributes(netcdf_file& to, int variable, column const& what) {
  auto taken = std::set<std::string>(known_attributes.begin(), known_attributes.end());
  if (!what.unit.empty()) {
    to.attribute(variable, "units", what.unit);
    taken.insert("units");
  }
  for (auto const& [key, one] : what.attributes) {
    auto name = valid_name(key);
    while (!taken.insert(name).second) name += '_';
    std::visit([&](auto const& said) { write_attribute(to, variable, name, said); }, one.value);
  }
}

}  // namespace

template <class T>
auto write_variable(netcdf_file& to, column const& what, std::string const& name,
                    std::vector<int> const& along, places<T> of, missing_values how) -> int {
  auto const some_miss = std::ranges::count(of.there, false) != 0;
  auto const is_noted = some_miss && how == missing_values::noted;
  auto const type = type_of(what, some_miss);
  auto const variable = to.variable(name, type, along);
  write_attributes(to, variable, what);
  if (what.kind == column_kind::boolean) describe_boolean(to, variable, is_noted);
  if constexpr (std::is_arithmetic_v<T>) {
    if (some_miss) {
      auto const is_false = !is_noted && what.kind == column_kind::boolean;
      auto const fill = is_false ? T(0) : fill_for(what, of.values);
      if (is_noted) to.attribute(variable, "_FillValue", type, std::vector{fill});
      for (auto i = std::size_t{0}; i != of.values.size(); ++i) {
        if (!of.there[i]) of.values[i] = fill;
      }
    }
  }
  to.put(variable, std::move(of.values));
  return variable;
}

using name_t = std::string const&;
using along_t = std::vector<int> const&;
using how_t = missing_values;
template auto write_variable(netcdf_file&, column const&, name_t, along_t, places<long long>, how_t)
    -> int;
template auto write_variable(netcdf_file&, column const&, name_t, along_t,
                             places<unsigned long long>, how_t) -> int;
template auto write_variable(netcdf_file&, column const&, name_t, along_t, places<double>, how_t)
    -> int;
template auto write_variable(netcdf_file&, column const&, name_t, along_t, places<std::string>,
                             how_t) -> int;

auto is_time_to_xarray(std::string const& unit) -> bool {
  constexpr auto names = std::to_array<std::string_view>(
      {"days", "hours", "minutes", "seconds", "milliseconds", "microseconds", "nanoseconds"});
  return std::ranges::count(names, unit) != 0 || unit.find(" since ") != unit.npos;
}

}  // namespace dlp::detail
