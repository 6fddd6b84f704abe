// SPDX-License-Identifier: BSL-1.0
//
// The file of https://github.com/Gordi42/sweepexp: what SweepExp.save() writes, and its constructor
// takes.
#include <task/netcdf/sweepexp_layout.hpp>

#include <algorithm>
#include <array>
#include <ctime>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <core/time_text.hpp>
#include <dlp/core/error.hpp>
#include <task/netcdf/netcdf_file.hpp>

namespace dlp::detail {
namespace {

auto status_in_letters(table_data const& whole, table_data const& from, other_cells others,
                       index_t cell) -> std::string {
  if (others == other_cells::left_out && !from.shape().position_of(cell)) return "S";
  constexpr auto letters = std::array{"C", "F", "N"};
  return letters.at(static_cast<std::size_t>(whole.about(cell).status));
}

auto is_reserved(std::string const& name) -> bool {
  constexpr auto names =
      std::to_array<std::string_view>({"uuid", "status", "duration", "priority"});
  return std::ranges::count(names, name) != 0;
}

}  // namespace

auto whole_grid(table_data const& from) -> table_data {
  auto shape = from.shape();
  if (shape.axes.empty() || shape.axes.size() != shape.dimensions.size())
    throw usage_error(
        "dlp: sweepexp has whole grids only: this table has axes that go together, or none");
  for (auto const& axis : shape.axes) {
    if (is_reserved(axis.what.name))
      throw usage_error("dlp: sweepexp has no parameter that is called " + axis.what.name);
  }
  for (auto& one : shape.results) {
    if (is_reserved(one.name)) one.name += "_renamed";
  }
  keep_all(shape, cells_of_grid(shape));
  auto whole = table_data(std::move(shape));
  auto values = std::vector<stored_value>();
  for (auto at = index_t{0}; at != from.shape().size; ++at) {
    auto row = from.row_at(at, values);
    auto const words = from.words_at(at);
    row.words = words;
    whole.put(row);
  }
  return whole;
}

void write_sweepexp_state(netcdf_file& to, table_data const& whole, table_data const& from,
                          other_cells others, std::vector<int> const& grid) {
  auto letters = std::vector<std::string>();
  auto durations = std::vector<double>();
  for (auto cell = index_t{0}; cell != whole.shape().size; ++cell) {
    letters.push_back(status_in_letters(whole, from, others, cell));
    durations.push_back(whole.about(cell).duration);
  }
  auto const status = to.variable("status", NC_STRING, grid);
  to.attribute(status, "long_name", "Experiment status.");
  to.attribute(status, "values", "N: not started, C: completed, F: failed, S: skip");
  to.put(status, letters);
  auto const duration = to.variable("duration", NC_DOUBLE, grid);
  to.attribute(duration, "long_name", "Duration of the experiment.");
  to.put(duration, durations);
  to.attribute(NC_GLOBAL, "created_at", time_text(std::time(nullptr)));
  for (auto const* setting : {"timeit", "auto_save", "pass_uuid", "enable_priorities"})
    to.attribute(NC_GLOBAL, setting, NC_INT64,
                 std::vector{setting == std::string_view("timeit") ? 1LL : 0LL});
}

}  // namespace dlp::detail
