// SPDX-License-Identifier: BSL-1.0
#include <task/cell_finder.hpp>

#include <task/stored_row.hpp>

namespace dlp::detail {
namespace {

/// Equal where the types and all bits are.
auto key_of(std::span<stored_value const> values) -> std::string {
  auto key = bytes();
  append_values(key, values);
  return {reinterpret_cast<char const*>(key.data()), key.size()};
}

}  // namespace

cell_finder::cell_finder(table_shape const& grid) : dimensions_(grid.dimensions.size()) {
  for (auto i = std::size_t{0}; i != grid.axes.size(); ++i) {
    dimensions_[grid.axes[i].dimension].axes.push_back(i);
  }
  auto values = std::vector<stored_value>();
  for (auto d = std::size_t{0}; d != dimensions_.size(); ++d) {
    auto& one = dimensions_[d];
    one.length = grid.dimensions[d];
    for (auto place = index_t{0}; place != one.length; ++place) {
      values.clear();
      for (auto const axis : one.axes) {
        values.push_back(stored_value_at(grid.axes[axis].values, place));
      }
      one.places[key_of(values)].push_back(place);
    }
  }
}

auto cell_finder::next_with(std::span<stored_value const> values) -> std::optional<index_t> {
  auto places = std::vector<std::vector<index_t> const*>();
  auto first = index_t{0};
  for (auto const& one : dimensions_) {
    auto own = std::vector<stored_value>();
    for (auto const axis : one.axes) own.push_back(values[axis]);
    auto const found = one.places.find(key_of(own));
    if (found == one.places.end()) return std::nullopt;
    places.push_back(&found->second);
    first = first * one.length + found->second.front();
  }
  // Those with the same values are numbered as cells are: the last dimension varies fastest.
  auto number = found_[first]++;
  auto cell = index_t{0};
  auto stride = index_t{1};
  for (auto d = dimensions_.size(); d-- != 0;) {
    cell += (*places[d])[number % places[d]->size()] * stride;
    number /= places[d]->size();
    stride *= dimensions_[d].length;
  }
  return number == 0 ? std::optional(cell) : std::nullopt;
}

}  // namespace dlp::detail
