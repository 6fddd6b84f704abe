// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/grid_element.hpp>

#include <limits>
#include <string>

#include <dlp/core/error.hpp>

namespace dlp::detail {

auto place_axes(std::span<std::size_t const> dimensions, std::span<index_t const> sizes,
                std::span<axis_place> places) -> index_t {
  constexpr auto most = static_cast<index_t>(std::numeric_limits<std::ptrdiff_t>::max());
  auto of_dimension = std::vector<index_t>(std::ranges::max(dimensions) + 1);
  for (auto i = std::size_t{0}; i != sizes.size(); ++i) of_dimension[dimensions[i]] = sizes[i];

  auto strides = std::vector<index_t>(of_dimension.size());
  auto cells = index_t{1};
  for (auto d = of_dimension.size(); d-- != 0;) {
    strides[d] = cells;
    if (of_dimension[d] > most / cells) {
      auto text = std::string();
      for (auto const size : of_dimension)
        text += (text.empty() ? "" : " x ") + std::to_string(size);
      throw usage_error("dlp: a grid of " + text + " has more cells than can be numbered");
    }
    cells *= of_dimension[d];
  }
  for (auto i = std::size_t{0}; i != sizes.size(); ++i)
    places[i] = {.dimension = dimensions[i], .size = sizes[i], .stride = strides[dimensions[i]]};
  return cells;
}

auto dimensions_of(std::span<axis_place const> places) -> std::vector<index_t> {
  auto all = std::vector<index_t>();
  for (auto const& place : places) {
    if (place.dimension >= all.size()) all.resize(place.dimension + 1);
    all[place.dimension] = place.size;
  }
  return all;
}

}  // namespace dlp::detail
