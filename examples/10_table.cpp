// SPDX-License-Identifier: BSL-1.0
//
// A sweep over two parameters. Its table is written row by row while the loop runs, in order: to
// the file that is named, or else to the screen.
#include <array>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <map>

#include <dlp.hpp>

#include "pendulum.hpp"

int main(int argc, char** argv) {
  dlp::environment env(argc, argv);
  auto const gravities = std::array{moon, 3.71, earth};
  auto const angles = std::array{10, 50, 90, 130, 170};
  auto const cells = dlp::product(gravities, angles);
  auto const period = [](double gravity, int angle) { return swing_at(gravity, angle).period; };

  // One process writes, or the rows of many would be mixed.
  auto* table = stdout;
  if (dlp::is_root() && argc > 1) table = std::fopen(argv[1], "w");
  if (!table) return std::perror(argv[1]), EXIT_FAILURE;

  // The body runs on the root, on each result as it arrives; who comes early is kept for its turn.
  auto early = std::map<dlp::index_t, double>();
  auto turn = dlp::index_t{0};
  auto results = dlp::map_unordered(period, cells);
  for (auto it = results.begin(); it != results.end(); ++it) {
    early.emplace(it.index(), *it);
    for (auto row = early.begin(); row != early.end() && row->first == turn; ++turn) {
      auto const [gravity, angle] = cells[static_cast<std::ptrdiff_t>(turn)];
      std::fprintf(table, "%5.2f %4d %8.4f\n", gravity, angle, row->second);
      row = early.erase(row);
    }
    std::fflush(table);  // who looks at the file meanwhile sees whole rows
  }
  if (table != stdout) std::fclose(table);
}
