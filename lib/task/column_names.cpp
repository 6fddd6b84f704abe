// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/column_names.hpp>

#include <algorithm>
#include <array>
#include <set>

#include <dlp/core/error.hpp>

namespace dlp::detail {
namespace {

/// What a table says of each cell besides its results.
constexpr auto reserved = std::array{"index", "status",   "attempts", "rank",  "host",
                                     "start", "duration", "error",    "parts", "checksum"};

void check_reserved(std::string const& name) {
  if (std::ranges::find(reserved, name) == reserved.end()) return;
  auto all = std::string();
  for (auto const* one : reserved) all += (all.empty() ? "" : ", ") + std::string(one);
  throw usage_error("dlp: " + name + " is a column that every table has; such are " + all);
}

}  // namespace

void check_axis(std::string_view call, std::string const& name, index_t values) {
  auto const called = "dlp::" + std::string(call);
  if (name.empty()) throw usage_error(called + ": an axis has no name");
  check_reserved(name);
  if (values == 0) throw usage_error(called + ": the axis " + name + " has no values");
}

void check_axis_names(std::vector<std::string> const& axes) {
  auto seen = std::set<std::string>();
  for (auto const& name : axes) {
    if (!seen.insert(name).second) throw usage_error("dlp: two axes are called " + name);
  }
}

void check_result_names(std::vector<std::string> const& axes, std::vector<column> const& results) {
  auto const is_axis = [&](std::string const& name) { return std::ranges::count(axes, name) != 0; };
  auto seen = std::set<std::string>();
  for (auto const& result : results) {
    auto const& name = result.name;
    if (name.empty()) throw usage_error("dlp: a result has no name");
    check_reserved(name);
    if (is_axis(name)) throw usage_error("dlp: an axis and a result are called " + name);
    if (!seen.insert(name).second) throw usage_error("dlp: two results are called " + name);
  }
  for (auto const& result : results) {
    auto const& dimension = result.dimension;
    if (dimension.empty()) continue;
    check_reserved(dimension);
    if (is_axis(dimension) || seen.contains(dimension))
      throw usage_error("dlp: the result " + result.name + " lies along " + dimension +
                        ", which is another column");
  }
}

}  // namespace dlp::detail
