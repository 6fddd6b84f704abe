// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/table_shape.hpp>

namespace dlp::detail {

auto place_on_axis(table_shape const& of, described_axis const& axis, index_t cell) -> std::size_t {
  auto stride = index_t{1};
  for (auto i = of.dimensions.size(); i-- != axis.dimension + 1;) stride *= of.dimensions[i];
  return cell / stride % of.dimensions[axis.dimension];
}

auto parameters_in_words(table_shape const& of, index_t cell) -> std::string {
  auto text = std::string();
  for (auto const& axis : of.axes) {
    text += (text.empty() ? "" : ", ") + axis.what.name + " = " +
            value_in_words(axis, place_on_axis(of, axis, cell));
  }
  return text;
}

}  // namespace dlp::detail
