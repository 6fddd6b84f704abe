// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/column_names.hpp>

#include <algorithm>
#include <map>
#include <optional>

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

/// Names, of which two that differ in case alone are one, as those of columns in a file are.
class names {
 public:
  [[nodiscard]] auto find(std::string const& name) const -> std::optional<std::string> {
    auto const found = all_.find(lower(name));
    return found == all_.end() ? std::nullopt : std::optional(found->second);
  }

  /// Which one there was before it, if any.
  auto add(std::string const& name) -> std::optional<std::string> {
    auto first = find(name);
    if (!first) all_.emplace(lower(name), name);
    return first;
  }

 private:
  std::map<std::string, std::string> all_;
};

auto both(std::string const& first, std::string const& name) -> std::string {
  return first == name ? name
                       : first + " and " + name + ", which is one name for columns of a file";
}

}  // namespace

void check_axis(std::string_view call, std::string const& name, index_t values) {
  auto const called = "dlp::" + std::string(call);
  if (name.empty()) throw usage_error(called + ": an axis has no name");
  check_reserved(name);
  if (values == 0) throw usage_error(called + ": the axis " + name + " has no values");
}

void check_axis_names(std::vector<std::string> const& axes) {
  auto seen = names();
  for (auto const& name : axes) {
    if (auto const first = seen.add(name))
      throw usage_error("dlp: two axes are called " + both(*first, name));
  }
}

void check_result_names(std::vector<std::string> const& axes, std::vector<column> const& results) {
  auto of_axes = names();
  for (auto const& name : axes) of_axes.add(name);
  auto seen = names();
  for (auto const& result : results) {
    auto const& name = result.name;
    if (name.empty()) throw usage_error("dlp: a result has no name");
    check_reserved(name);
    if (auto const axis = of_axes.find(name))
      throw usage_error("dlp: an axis and a result are called " + both(*axis, name));
    if (auto const first = seen.add(name))
      throw usage_error("dlp: two results are called " + both(*first, name));
  }
  for (auto const& result : results) {
    auto const& dimension = result.dimension;
    if (dimension.empty()) continue;
    check_reserved(dimension);
    if (of_axes.find(dimension) || seen.find(dimension))
      throw usage_error("dlp: the result " + result.name + " lies along " + dimension +
                        ", which is another column");
  }
}

}  // namespace dlp::detail
