// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <type_traits>
#include <utility>

#include <dlp/core/type_name.hpp>
#include <dlp/task/checked_body.hpp>
#include <dlp/task/grid.hpp>
#include <dlp/task/grid_parts.hpp>
#include <dlp/task/result_row.hpp>
#include <dlp/task/run_sweep.hpp>
#include <dlp/task/sweep_options.hpp>
#include <dlp/task/table.hpp>

namespace dlp {
namespace detail {

/// What of a grid does not depend on its types.
template <class Grid>
[[nodiscard]] auto table_shape_of(Grid const& of, std::vector<column> results) -> table_shape {
  return {.axes = of.axes(),
          .dimensions = of.dimensions(),
          .results = std::move(results),
          .size = of.size(),
          .cell_at = [of](index_t position) { return of.cell_at(position); },
          .position_of = [of](index_t cell) { return of.position_of(cell); }};
}

}  // namespace detail

/// Computes `body` at all cells of a grid, and returns a table of its results, on the root, and
/// without rows elsewhere, or, where `everywhere` is true, on every rank. The body takes the
/// parameters of a cell, and before them a `dlp::cell const&` where it wants one. What it returns
/// is a number, a text, an array, or a class whose `serialize` names its members, which are the
/// columns.
///
/// A cell whose body throws has failed: its row says why, and the sweep goes on. With `.path` the
/// rows are in a file before they are in the table; a program that is started again, on any number
/// of ranks, computes those that are not there.
///
/// Parallel: `body` runs on every rank but the root, or on the only one.
/// Communicates: one message to a worker for each chunk, and the rows back; with `everywhere` a
/// broadcast of the table follows. Collective: every rank of the communicator. Throws: usage_error,
/// also where two columns have one name; disagreement; task_error on every rank where the file is
/// of another sweep, or cannot be written, or with `stop{}` a cell failed; `stopped`.
template <class F, class S, class... Ts>
[[nodiscard]] auto sweep(F body, grid<S, Ts...> const& over, sweep_options options = {}) -> table {
  using checked = detail::checked_body<F, grid<S, Ts...>>;
  if constexpr (checked::right) {
    using result = detail::body_result<F, grid<S, Ts...>>;
    auto cells = over;
    auto const plan = detail::sweep_plan{
        .shape = detail::table_shape_of(over, detail::columns_of<result>()),
        .result = detail::type_name<result>(),
        .compute =
            [&](cell at) {
              at.parameters = over.hash_of(at.index);
              return detail::row_of(detail::call_body(body, over, at));
            },
        .range = [&](managed_options const& of_loop) { return detail::looped(cells, of_loop); }};
    return table(detail::run_sweep(plan, options));
  } else {
    return {};
  }
}
/// What is no grid: the compiler says so.
template <class F, class R>
  requires(!detail::is_grid<std::remove_cvref_t<R>> && !detail::is_axis<std::remove_cvref_t<R>>)
auto sweep(F, R&&, sweep_options const& = {}) -> table {
  static_assert(detail::is_grid<R>,
                "dlp::sweep: a sweep goes over a grid, as dlp::product makes it of axes; dlp::map "
                "goes over any range");
  return {};
}
/// The same over one axis.
template <class F, class T, class S>
[[nodiscard]] auto sweep(F body, axis_of<T, S> const& over, sweep_options options = {}) -> table {
  return sweep(std::move(body), detail::grid_parts::product(over), std::move(options));
}

}  // namespace dlp
