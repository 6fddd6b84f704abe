// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/column_names.hpp>

#include <algorithm>
#include <set>

#include <dispatch/journal/fixed_columns.hpp>
#include <dlp/core/error.hpp>

namespace dlp::detail {
namespace {

void check_reserved(std::string const& name) {
  if (!is_fixed_column(name)) return;
  auto all = std::string();
  auto const add = [&](auto const& some) {
    for (auto const one : some) all += (all.empty() ? "" : ", ") + std::string(one);
  };
  add(before_axes);
  add(before_results);
  add(at_the_end);
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
    if (!seen.insert(lower(name)).second) throw usage_error("dlp: two axes are called " + name);
  }
}

void check_result_names(std::vector<std::string> const& axes, std::vector<column> const& results) {
  auto const is_axis = [&](std::string const& name) {
    return std::ranges::count(axes, lower(name), lower) != 0;
  };
  auto seen = std::set<std::string>();
  for (auto const& result : results) {
    auto const& name = result.name;
    if (name.empty()) throw usage_error("dlp: a result has no name");
    check_reserved(name);
    if (is_axis(name)) throw usage_error("dlp: an axis and a result are called " + name);
    if (!seen.insert(lower(name)).second) throw usage_error("dlp: two results are called " + name);
  }
  for (auto const& result : results) {
    auto const& dimension = result.dimension;
    if (dimension.empty()) continue;
    check_reserved(dimension);
    if (is_axis(dimension) || seen.contains(lower(dimension)))
      throw usage_error("dlp: the result " + result.name + " lies along " + dimension +
                        ", which is another column");
  }
}

}  // namespace dlp::detail
