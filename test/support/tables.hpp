// SPDX-License-Identifier: BSL-1.0
//
// A table of six columns and five rows, of which one is of a cell that failed and one of a cell
// that is missing.
#pragma once

#include <complex>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <task/table_data.hpp>

namespace dlp_test {

/// 2 × 3 cells, of which that of number 4 is left out.
inline auto shape_of_table() -> dlp::detail::table_shape {
  auto const place = [](dlp::index_t cell) { return cell < 4 ? cell : cell - 1; };
  return {.axes = {{{.name = "gamma", .unit = "1/s"}, 0, {{2}, std::vector{0.1, 0.2}}},
                   {{.name = "solver", .kind = dlp::column_kind::text},
                    1,
                    {{3}, std::vector<std::string>{"rk4", "=sum(A1)", "a, \"b\""}}}},
          .dimensions = {2, 3},
          .results = {{.name = "energy", .unit = "J"},
                      {.name = "steps", .kind = dlp::column_kind::integer},
                      {.name = "large", .kind = dlp::column_kind::integer, .is_signed = false},
                      {.name = "stable", .kind = dlp::column_kind::boolean, .is_signed = false},
                      {.name = "note", .kind = dlp::column_kind::text},
                      {.name = "wave", .kind = dlp::column_kind::complex}},
          .size = 5,
          .cell_at = [](dlp::index_t at) { return at < 4 ? at : at + 1; },
          .position_of = [place](dlp::index_t cell) -> std::optional<dlp::index_t> {
            if (cell == 4 || cell > 5) return std::nullopt;
            return place(cell);
          }};
}

/// All 2 × 3 cells.
inline auto shape_of_whole_table() -> dlp::detail::table_shape {
  auto shape = shape_of_table();
  keep_all(shape, cells_of_grid(shape));
  return shape;
}

inline auto filled_table(dlp::detail::table_shape shape = shape_of_table())
    -> std::shared_ptr<dlp::detail::table_data> {
  auto data = std::make_shared<dlp::detail::table_data>(std::move(shape));
  auto const put = [&](dlp::index_t cell, double energy, std::int64_t steps) {
    auto const values = std::vector<dlp::detail::stored_value>{
        energy,
        steps,
        std::int64_t{-1},
        std::int64_t{steps > 1},
        cell == 0 ? "-1" : "plain",
        cell == 5 ? dlp::detail::stored_value() : dlp::detail::stored_value("[1.5,\"NaN\"]")};
    data->put({.index = cell,
               .attempts = 2,
               .rank = 3,
               .host = "node7",
               .start = 1e9,
               .duration = 0.5,
               .results = values});
  };
  put(0, 1.5, 1);
  put(2, -0.0, 300);
  put(5, std::numeric_limits<double>::quiet_NaN(), 200);
  auto const none = std::vector<dlp::detail::stored_value>(6);
  data->put({.index = 3,
             .status = dlp::cell_status::failed,
             .rank = 1,
             .host = "node8",
             .error = "no\nway",
             .results = none});
  data->put({.index = 4, .results = none});  // which may be left out
  return data;
}

}  // namespace dlp_test
