// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/run_sweep.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <utility>
#include <variant>

#include <dlp/adaptor/options.hpp>
#include <dlp/comm/collectives.hpp>
#include <dlp/core/error.hpp>
#include <dlp/dispatch/managed_loop.hpp>
#include <dlp/task/column_names.hpp>
#include <schedule/longest_first.hpp>
#include <task/cell_timer.hpp>
#include <task/expected_durations.hpp>
#include <task/stored_row.hpp>
#include <task/sweep_recorder.hpp>
#include <task/table_data.hpp>

namespace dlp::detail {
namespace {

/// The policy of the loop: a cell that has failed for good is a row of the table, and is not thrown
/// as well.
auto policy_of_loop(error_policy const& policy, std::vector<failure>& left_out) -> error_policy {
  if (std::holds_alternative<collect>(policy)) return skip{&left_out};
  auto const* const again = std::get_if<retry>(&policy);
  if (again && !again->then) return retry{again->times, skip{&left_out}};
  return policy;
}

/// The costs of cells of which those of higher priority go first, and of equal ones the costliest:
/// how many go after them.
auto costs_by_priority(cost_function const& priority, cost_function const& cost, index_t cells)
    -> std::vector<double> {
  auto const none = [](index_t) { return 0.0; };
  auto const by_cost = longest_first(cost ? cost : none, cells);
  auto const order = longest_first(
      [&](index_t place) {
        auto const one = priority(by_cost[place]);
        if (!std::isnan(one)) return one;
        throw usage_error("dlp: sweep: the priority of the cell at position " +
                          std::to_string(by_cost[place]) + " is not a number");
      },
      cells);
  auto costs = std::vector<double>(cells);
  for (auto i = index_t{0}; i != cells; ++i)
    costs[by_cost[order[i]]] = static_cast<double>(cells - i);
  return costs;
}

/// By what the loop goes; nothing, where it goes in order. It is asked once all that an earlier run
/// has left is known.
auto cost_of_loop(sweep_options const& options, table_shape const& shape,
                  expected_durations const& known) -> cost_function {
  auto cost = cost_function();
  if (auto const* const told = std::get_if<cost_function>(&options.cost)) {
    cost = *told;
  } else {
    cost = [&](index_t position) { return known.of(shape.cell_at(position)); };
  }
  if (!options.priority) return cost;
  return [&, cost, costs = std::vector<double>()](index_t position) mutable {
    if (costs.empty()) costs = costs_by_priority(options.priority, cost, shape.size);
    return costs[position];
  };
}

auto loop_options(sweep_options const& options, std::vector<failure>& left_out) -> managed_options {
  auto of_loop = options_of_loop<managed_options>(options);
  of_loop.on_error = policy_of_loop(options.on_error, left_out);
  of_loop.journal = options.path;
  return of_loop;
}

/// This rank's part: as a worker, as the only rank, or as the manager, whose recorder keeps what
/// comes.
void run_cells(managed_loop& loop, sweep_plan const& plan,
               std::optional<std::chrono::duration<double>> limit) {
  auto timer = std::optional<cell_timer>();
  if (limit && !loop.manages()) timer.emplace(*limit);
  auto const compute = [&](index_t position, bytes& packed) {
    auto const index = plan.shape.cell_at(position);
    try {
      auto const row = plan.compute({.index = index,
                                     .attempt = loop.attempt(),
                                     .stop_token = timer ? timer->begin() : std::stop_token()});
      append_row(packed, row);
      append_words(packed, row, plan.shape.results);
    } catch (...) {
      loop.describe_example(parameters_in_words(plan.shape, index));
      throw;
    }
  };
  if (loop.alone()) {
    while (loop.next()) {
      auto packed = bytes();
      try {
        compute(loop.index(), packed);
      } catch (...) {
        loop.fail_alone();
        continue;
      }
      static_cast<void>(loop.keep_alone(packed));
    }
  } else if (loop.manages()) {
    while (loop.next_result()) continue;
  } else {
    loop.work([&](index_t position, bytes& packed) -> std::optional<index_t> {
      compute(position, packed);
      return std::nullopt;
    });
  }
}

/// A file knows a cell by the doubles that its parameters are, and could not tell it from another.
void require_doubles(std::vector<described_axis> const& axes, std::string const& file) {
  auto const rounded = std::ranges::find_if(axes, &described_axis::rounded);
  if (rounded == axes.end()) return;
  throw usage_error(
      "dlp: sweep: " + file + " keeps the axis " + rounded->what.name +
      " as doubles, and some of its values are not exactly doubles: make it an axis of double");
}

auto names_of(std::vector<described_axis> const& axes) -> std::vector<std::string> {
  auto names = std::vector<std::string>();
  for (auto const& axis : axes) names.push_back(axis.what.name);
  return names;
}

}  // namespace

auto run_sweep(sweep_plan const& plan, sweep_options const& options)
    -> std::shared_ptr<table_data const> {
  check_result_names(names_of(plan.shape.axes), plan.shape.results);
  if (options.cell_limit && !(options.cell_limit->count() > 0))
    throw usage_error("dlp: sweep: cell_limit is to be longer than 0 s");
  options.only.require_of(plan.shape.dimensions);
  if (!options.path.path.empty()) require_doubles(plan.shape.axes, options.path.path);
  auto left_out = std::vector<failure>();
  auto known = expected_durations(plan.shape.dimensions);
  auto const learns = std::holds_alternative<learnt>(options.cost);
  auto of_loop = loop_options(options, left_out);
  of_loop.cost = cost_of_loop(options, plan.shape, known);
  auto table = std::shared_ptr<table_data>();
  auto const kind = loop_kind{
      .name = "sweep", .result = plan.result, .everywhere = options.everywhere, .keeps = [&] {
        table = std::make_shared<table_data>(plan.shape);
        return std::make_unique<sweep_recorder>(table, options, learns ? &known : nullptr);
      }};
  auto loop = join_loop(of_loop, kind, plan.range(of_loop));
  run_cells(*loop, plan, options.cell_limit);
  auto const alone = loop->alone();
  loop.reset();  // so that the file is closed
  if (!options.everywhere || alone) return table;

  auto const sent = broadcast_bytes({"sweep", options.comm, options.root, options.where},
                                    [&](bytes& to) { table->append_to(to); });
  if (!table) {
    table = std::make_shared<table_data>(plan.shape);
    table->take_from(sent);
  }
  return table;
}

}  // namespace dlp::detail
