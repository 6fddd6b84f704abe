// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <task/table_data.hpp>

namespace dlp::detail {

/// What is to be drawn of a table.
struct plot_terms {
  std::string result;
  /// One to draw lines over, two for a heat map; none: the first one with several values.
  std::vector<std::string> axes = {};
  /// Axes that are held at one of their values, as a person writes it.
  std::vector<std::pair<std::string, std::string>> at = {};
};

/// The commands by which gnuplot draws a result, with the data in them; in what format and where
/// to, it is to be told before. Cells without a value are left out. Where lines leave one axis of
/// several values over, each of these has a line. Throws: usage_error where there is no such result
/// or axis, where `at` has one that is drawn or held already, for a table without axes, and where
/// there is more than a drawing has room for.
[[nodiscard]] auto plot_script(table_data const& of, plot_terms const& terms) -> std::string;

}  // namespace dlp::detail
