// SPDX-License-Identifier: BSL-1.0
//
// Nested loops: an image of the Mandelbrot set, filled row by row.
#include <complex>
#include <cstddef>
#include <cstdio>
#include <numeric>
#include <ranges>
#include <string_view>

#include <dlp.hpp>

constexpr auto height = 25;
constexpr auto width = 76;

// How many steps a point of the plane takes to get away; those of the set never do, so that the
// costs are uneven.
constexpr auto never = 100'000;

auto steps_from(int row, int column) -> int {
  auto const start =
      std::complex(-2.25 + 3.0 * column / (width - 1), -1.25 + 2.5 * row / (height - 1));
  auto steps = 0;
  for (auto z = start; std::norm(z) < 4 && steps != never; ++steps) z = z * z + start;
  return steps;
}

int main(int argc, char** argv) {
  dlp::environment env(argc, argv);

  // A count is a range, and a product of ranges is a nest of loops: the last one runs fastest. A
  // map over it calls steps_from(row, column), and its results are in order: row by row, an image.
  // Every rank is to have it, as each looks at the neighbours of its points below.
  auto const image = dlp::map(steps_from, dlp::product(height, width), {.everywhere = true});
  auto const at = [&](int row, int column) {
    return image[static_cast<std::size_t>(row * width + column)];
  };

  if (dlp::is_root()) {
    constexpr auto shades = std::string_view(".,:;-=+*#%");
    for (auto row = 0; row != height; ++row) {
      for (auto column = 0; column != width; ++column) {
        auto const steps = static_cast<std::size_t>(at(row, column));
        std::putchar(steps == never ? ' ' : shades[steps % shades.size()]);
      }
      std::putchar('\n');
    }
  }

  // The same nest as a loop, over all but the border.
  auto edge = 0;
  auto const rows = std::views::iota(1, height - 1);
  auto const columns = std::views::iota(1, width - 1);
  for (auto [row, column] : dlp::product(rows, columns) | dlp::split_managed) {
    auto const outside = at(row - 1, column) != never || at(row + 1, column) != never ||
                         at(row, column - 1) != never || at(row, column + 1) != never;
    edge += at(row, column) == never && outside;
  }
  auto const edges = dlp::gather(edge);
  if (dlp::is_root()) {
    std::printf("%d points on the edge\n", std::accumulate(edges.begin(), edges.end(), 0));
  }
}
