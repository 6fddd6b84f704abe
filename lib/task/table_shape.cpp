// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/table_shape.hpp>

#include <functional>
#include <numeric>

namespace dlp::detail {

auto product_of(std::vector<index_t> const& lengths) -> index_t {
  return std::accumulate(lengths.begin(), lengths.end(), index_t{1}, std::multiplies());
}

auto cells_of_grid(table_shape const& of) -> index_t { return product_of(of.dimensions); }

void keep_all(table_shape& of, index_t cells) {
  of.size = cells;
  of.cell_at = [](index_t position) { return position; };
  of.position_of = [cells](index_t cell) {
    return cell < cells ? std::optional(cell) : std::nullopt;
  };
}

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
