// SPDX-License-Identifier: BSL-1.0
#include <task/netcdf/earlier_export.hpp>

#include <array>
#include <cerrno>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include <core/shown_text.hpp>
#include <task/saved_file.hpp>

namespace dlp::detail {
namespace {

constexpr auto axes_note = "axes";
constexpr auto results_note = "results";

void add(std::string& to, std::string const& name) { to += (to.empty() ? "" : ", ") + name; }

auto axes_of(table_shape const& of) -> std::string {
  auto names = std::string();
  for (auto const& axis : of.axes) add(names, axis.what.name);
  return names;
}
auto results_of(table_shape const& of) -> std::string {
  auto names = std::string();
  for (auto const& one : of.results) add(names, one.name);
  return names;
}

/// A file that may be of anybody. netCDF gets it by its descriptor, for it reads more into a path
/// than the system does.
class found_file {
 public:
  /// Throws: usage_error where it cannot be opened.
  explicit found_file(std::filesystem::path const& file)
      : descriptor_(::open(file.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (descriptor_ < 0) refuse_unread(file, std::generic_category().message(errno));
    auto const name = "/proc/self/fd/" + std::to_string(descriptor_);
    status_ = nc_open(name.c_str(), NC_NOWRITE, &id_);
  }
  found_file(found_file const&) = delete;
  auto operator=(found_file const&) -> found_file& = delete;
  ~found_file() {
    if (status_ == NC_NOERR) nc_close(id_);
    ::close(descriptor_);
  }

  /// What netCDF says of it; the rest is of a file that it has opened.
  [[nodiscard]] auto status() const -> int { return status_; }

  [[nodiscard]] auto has(char const* attribute) const -> bool {
    auto type = nc_type(NC_NAT);
    return nc_inq_atttype(id_, NC_GLOBAL, attribute, &type) == NC_NOERR && type == NC_CHAR;
  }
  [[nodiscard]] auto text(char const* attribute) const -> std::string {
    auto length = std::size_t{0};
    nc_inq_attlen(id_, NC_GLOBAL, attribute, &length);
    auto found = std::string(length, '\0');
    nc_get_att_text(id_, NC_GLOBAL, attribute, found.data());
    return found;
  }

  [[nodiscard]] auto variables() const -> std::string {
    auto count = 0;
    nc_inq_nvars(id_, &count);
    auto names = std::string();
    for (auto i = 0; i != count; ++i) {
      auto name = std::array<char, NC_MAX_NAME + 1>();
      nc_inq_varname(id_, i, name.data());
      add(names, name.data());
    }
    return names;
  }

 private:
  int descriptor_;
  int id_ = 0;
  int status_ = NC_NOERR;
};

/// As netCDF says it; some of its sentences end with a full stop.
auto error_in_words(int status) -> std::string {
  auto text = std::string(nc_strerror(status));
  if (text.ends_with('.')) text.pop_back();
  return text;
}

/// "gamma, solver and the results energy"
auto in_words(std::string const& axes, std::string const& results) -> std::string {
  return shown_text(axes) + " and the results " + shown_text(results);
}

}  // namespace

void note_columns(netcdf_file& to, table_shape const& of) {
  to.attribute(NC_GLOBAL, axes_note, axes_of(of));
  to.attribute(NC_GLOBAL, results_note, results_of(of));
}

void require_earlier_export(std::filesystem::path const& file, table_shape const& of) {
  if (!has_content(file)) return;
  auto const found = found_file(file);
  if (found.status() == NC_ENOTNC)
    refuse_to_replace(file, "it is no NetCDF file, but begins with " + beginning_of(file));
  if (found.status() != NC_NOERR)
    refuse_to_replace(file, "netCDF cannot read it: " + error_in_words(found.status()));
  if (!found.has(axes_note) || !found.has(results_note))
    refuse_to_replace(
        file, "it is no table of a sweep, but has the variables " + shown_text(found.variables()));
  auto const axes = found.text(axes_note);
  auto const results = found.text(results_note);
  if (axes == axes_of(of) && results == results_of(of)) return;
  refuse_to_replace(file, "it has the axes " + in_words(axes, results) +
                              ", and this table the axes " + in_words(axes_of(of), results_of(of)));
}

}  // namespace dlp::detail
