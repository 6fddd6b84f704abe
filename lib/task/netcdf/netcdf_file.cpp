// SPDX-License-Identifier: BSL-1.0
#include <task/netcdf/netcdf_file.hpp>

#include <array>
#include <cctype>
#include <cstdlib>
#include <memory>
#include <system_error>

#include <dlp/core/printable_text.hpp>
#include <task/saved_file.hpp>

namespace dlp::detail {
namespace {

class netcdf_errors : public std::error_category {
 public:
  [[nodiscard]] auto name() const noexcept -> char const* override { return "netCDF"; }
  [[nodiscard]] auto message(int status) const -> std::string override {
    return nc_strerror(status);
  }
};

void check(int status, std::string const& what = "") {
  static auto const errors = netcdf_errors();
  if (status == NC_NOERR) return;
  if (what.empty()) throw std::system_error(status, errors);
  throw std::system_error(status, errors, what);
}

}  // namespace

auto valid_name(std::string const& name) -> std::string {
  constexpr auto most = std::size_t{200};  // of the 256 bytes that it takes
  auto made = printable_text(cut_text(name, most));
  for (auto& c : made) {
    if (c == ' ' || c == '/' || c == '\\') c = '_';
  }
  if (made.empty()) return "_";
  auto const first = static_cast<unsigned char>(made.front());
  if (first < 0x80 && std::isalnum(first) == 0) made.front() = '_';
  return made;
}

netcdf_file::netcdf_file(std::filesystem::path path) : path_(std::move(path)) {
  check(nc_create_mem("table", NC_NETCDF4, 0, &id_));
  is_open_ = true;
  check(nc_set_fill(id_, NC_NOFILL, nullptr));  // whole variables are put
}

netcdf_file::~netcdf_file() {
  if (is_open_) std::free(close_image().second.memory);
}

void netcdf_file::close() {
  auto const [status, image] = close_image();
  auto const memory = std::unique_ptr<void, decltype(&std::free)>(image.memory, &std::free);
  check(status);
  write_whole(path_, {static_cast<char const*>(image.memory), image.size});
}

auto netcdf_file::close_image() noexcept -> std::pair<int, NC_memio> {
  auto image = NC_memio();
  is_open_ = false;
  auto const status = nc_close_memio(id_, &image);
  return {status, image};
}

auto netcdf_file::own_name(std::string const& wanted) -> std::string {
  auto name = valid_name(wanted);
  while (!names_.insert(name).second) name += '_';
  return name;
}

auto netcdf_file::dimension(std::string const& name, std::size_t length) -> int {
  auto made = 0;
  check(nc_def_dim(id_, name.c_str(), length, &made), name);
  return made;
}

auto netcdf_file::variable(std::string const& name, nc_type type, std::vector<int> const& along)
    -> int {
  auto made = 0;
  check(nc_def_var(id_, name.c_str(), type, static_cast<int>(along.size()), along.data(), &made),
        name);
  return made;
}

void netcdf_file::attribute(int of, std::string const& name, std::string const& text) {
  check(nc_put_att_text(id_, of, name.c_str(), text.size(), text.data()), attribute_of(of, name));
}
void netcdf_file::attribute(int of, std::string const& name, nc_type type,
                            std::vector<long long> const& all) {
  check(nc_put_att_longlong(id_, of, name.c_str(), type, all.size(), all.data()),
        attribute_of(of, name));
}
void netcdf_file::attribute(int of, std::string const& name, nc_type type,
                            std::vector<unsigned long long> const& all) {
  check(nc_put_att_ulonglong(id_, of, name.c_str(), type, all.size(), all.data()),
        attribute_of(of, name));
}
void netcdf_file::attribute(int of, std::string const& name, nc_type type,
                            std::vector<double> const& all) {
  check(nc_put_att_double(id_, of, name.c_str(), type, all.size(), all.data()),
        attribute_of(of, name));
}

void netcdf_file::put(int variable, std::vector<long long> const& values) {
  if (!values.empty()) check(nc_put_var_longlong(id_, variable, values.data()), called(variable));
}
void netcdf_file::put(int variable, std::vector<unsigned long long> const& values) {
  if (!values.empty()) check(nc_put_var_ulonglong(id_, variable, values.data()), called(variable));
}
void netcdf_file::put(int variable, std::vector<double> const& values) {
  if (values.empty()) return;
  auto type = nc_type(NC_DOUBLE);
  check(nc_inq_vartype(id_, variable, &type), called(variable));
  if (type == NC_FLOAT) {  // the library would call an infinity out of range
    auto const narrow = std::vector<float>(values.begin(), values.end());
    check(nc_put_var_float(id_, variable, narrow.data()), called(variable));
  } else {
    check(nc_put_var_double(id_, variable, values.data()), called(variable));
  }
}
void netcdf_file::put(int variable, std::vector<std::string> values) {
  if (values.empty()) return;
  auto texts = std::vector<char const*>();
  texts.reserve(values.size());
  for (auto& value : values) {
    for (auto at = value.find('\0'); at != value.npos; at = value.find('\0', at))
      value.replace(at, 1, "\\0");
    texts.push_back(value.c_str());
  }
  check(nc_put_var_string(id_, variable, texts.data()), called(variable));
}

auto netcdf_file::called(int variable) const -> std::string {
  auto name = std::array<char, NC_MAX_NAME + 1>();
  nc_inq_varname(id_, variable, name.data());
  return name.data();
}

auto netcdf_file::attribute_of(int variable, std::string const& name) const -> std::string {
  return variable == NC_GLOBAL ? name : called(variable) + " " + name;
}

}  // namespace dlp::detail
