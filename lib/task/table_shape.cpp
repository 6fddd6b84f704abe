// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/table_shape.hpp>

#include <sstream>
#include <type_traits>

namespace dlp::detail {

auto place_on_axis(table_shape const& of, described_axis const& axis, index_t cell) -> std::size_t {
  auto stride = index_t{1};
  for (auto i = of.dimensions.size(); i-- != axis.dimension + 1;) stride *= of.dimensions[i];
  return cell / stride % of.dimensions[axis.dimension];
}

auto parameters_in_words(table_shape const& of, index_t cell) -> std::string {
  auto text = std::ostringstream();
  auto const* between = "";
  for (auto const& axis : of.axes) {
    text << between << axis.what.name << " = ";
    between = ", ";
    std::visit(
        [&](auto const& values) {
          if constexpr (!std::is_same_v<decltype(values), std::monostate const&>)
            text << values[place_on_axis(of, axis, cell)];
        },
        axis.values.values);
  }
  return text.str();
}

}  // namespace dlp::detail
