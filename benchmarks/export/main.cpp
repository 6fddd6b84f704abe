// SPDX-License-Identifier: BSL-1.0
//
// How long does it take to save a table? One of four real numbers a cell, as NetCDF and as CSV.
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <tuple>
#include <vector>

#include <dlp/sweep.hpp>

#include "../support/clock.hpp"
#include "../support/program.hpp"
#include "../support/statistics.hpp"
#include "../support/table.hpp"

using namespace benchmark;

namespace {

void run(options const& given) {
  auto const side = given.number<std::int64_t>("--side", 1);
  auto const rounds = given.number<int>("--rounds", 1);
  auto name = (std::filesystem::path(given.text("--folder")) / "export-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) options::complain("--folder", "cannot be written to");
  auto const folder = std::filesystem::path(name);

  auto const values = dlp::linspace(0.0, 1.0, side);
  auto const grid =
      dlp::product(dlp::axis("a", values), dlp::axis("b", values), dlp::axis("c", values));
  auto const cells = dlp::sweep(
      [](double a, double b, double c) { return std::tuple(a, a + b, a * c, a - b / 3); }, grid);

  auto results = table({"saved as", "s", "MB", "limit"});
  auto const measure = [&](char const* kind, char const* limit) {
    auto const file = folder / ("table." + std::string(kind));
    auto times = std::vector<double>();
    for (auto round = 0; round != rounds; ++round) {
      auto const begin = cpu_time();
      cells.save(file);
      times.push_back(cpu_time() - begin);
    }
    auto const size = static_cast<double>(std::filesystem::file_size(file)) / 1e6;
    results.add({kind, fixed(median(times), 2), fixed(size, 1), limit});
  };
  measure("nc", "3");
  measure("csv", "");
  std::filesystem::remove_all(folder);
  results.print();
  say_passed();
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv, "export",
                     {{"--side", "N", "100", "values of each of three axes"},
                      {"--rounds", "N", "5", "how often it is measured"},
                      {"--folder", "DIR", ".", "where the files are made"}},
                     run);
}
