// SPDX-License-Identifier: BSL-1.0
#include <task/sweep_recorder.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <deque>
#include <utility>
#include <variant>

#include <core/index_ranges.hpp>
#include <core/say_line.hpp>
#include <dispatch/journal/journal_recorder.hpp>
#include <task/cell_finder.hpp>
#include <task/shape_notes.hpp>
#include <task/stored_row.hpp>

namespace dlp::detail {
namespace {

auto stored_axes(table_shape const& shape) -> std::vector<stored_axis> {
  auto axes = std::vector<stored_axis>();
  for (auto const& axis : shape.axes) {
    auto& made = axes.emplace_back();
    made = {axis.what.name, axis.what.unit, stored_kind_of(axis.what), {}};
    for (auto i = std::size_t{0}; i != axis.values.shape.front(); ++i)
      made.values.push_back(stored_value_at(axis.values, i));
  }
  return axes;
}

auto stored_results(table_shape const& shape) -> std::vector<stored_column> {
  auto results = std::vector<stored_column>();
  for (auto const& one : shape.results) results.push_back({one.name, stored_kind_of(one)});
  return results;
}

auto kind_in_words(column_kind kind) -> std::string {
  constexpr auto names = std::array{"boolean", "integer", "real", "complex", "text"};
  return names.at(static_cast<std::size_t>(kind));
}

/// Whether the file has a value of the axis as a negative number, which it is not.
auto looks_negative(described_axis const& axis) -> bool {
  auto const* const all = std::get_if<std::vector<std::uint64_t>>(&axis.values.values);
  return all && std::ranges::any_of(*all, [](auto one) { return one >> 63 != 0; });
}

/// What the grid and the results are besides names and values: which axes go together, and what the
/// numbers of an axis and the texts in a column stand for.
auto in_words(table_shape const& shape) -> std::string {
  auto text = std::string();
  auto between = std::string();
  for (auto const& axis : shape.axes) {
    text += std::exchange(between, " ") + std::to_string(axis.dimension) +
            (looks_negative(axis) ? " unsigned" : "");
  }
  text += ';';
  for (auto const& one : shape.results) {
    text += ' ' + one.name + ' ' + kind_in_words(one.kind);
    for (auto const length : one.shape) text += '[' + std::to_string(length) + ']';
    if (!one.unit.empty()) text += " in " + one.unit;
    text += ',';
  }
  text.pop_back();
  return text;
}

}  // namespace

sweep_recorder::sweep_recorder(std::shared_ptr<table_data> to, sweep_options const& options,
                               expected_durations* learns)
    : table_(std::move(to)) {
  if (!options.path.path.empty()) open(options, learns);
  if (!options.only.is_all()) leave_out_all_but(options.only);
}

void sweep_recorder::open(sweep_options const& options, expected_durations* learns) {
  auto const& shape = table_->shape();
  file_.emplace(open_journal(options.path, recorded_sweep{.axes = stored_axes(shape),
                                                          .results = stored_results(shape),
                                                          .columns = in_words(shape),
                                                          .key = options.key,
                                                          .cells = shape.size,
                                                          .notes = notes_of(shape),
                                                          .lookup = [&]() -> cell_lookup {
                                                            auto finder = cell_finder(shape);
                                                            return [finder](auto values) mutable {
                                                              return finder.next_with(values);
                                                            };
                                                          }}));
  if (learns) {
    file_->for_each_row([&](cell_row const& row) {
      if (row.status == cell_status::done) learns->add(row.index, row.duration);
    });
  }
  if (options.rerun != rerun::missing) {
    file_->forget_if([&](cell_row const& row) {
      return shape.position_of(row.index) && options.only.has(row.index) &&
             (options.rerun == rerun::all || row.status == cell_status::failed);
    });
  }
  take_earlier();
  say_what_is_taken(options.path.path);
}

void sweep_recorder::say_what_is_taken(std::string const& file) const {
  auto const count = std::to_string(count_of(done_));
  if (auto const left_out = file_->left_out()) {
    say_line("dlp: sweep: " + count + " of " + std::to_string(table_->shape().size) +
             " cells are taken from " + file + ", whose axes had other values" +
             (*left_out == 0 ? ""
                             : "; " + std::to_string(*left_out) +
                                   " of its results are of cells that this grid does not have, "
                                   "and stay in it"));
  } else if (!done_.empty()) {
    say_line("dlp: sweep: " + file + " has " + count +
             " cells of an earlier run, which are not computed again");
  }
}

void sweep_recorder::take_earlier() {
  file_->for_each_row([this](cell_row const& row) {
    auto const at = table_->shape().position_of(row.index);
    if (!at) return;
    table_->put(row);
    append_index(done_, *at);
  });
}

void sweep_recorder::leave_out_all_but(cell_choice const& chosen) {
  auto all = std::vector<index_range>();
  for (auto at = index_t{0}; at != table_->shape().size; ++at) {
    auto const is_there = table_->about(at).status != cell_status::missing;
    auto const is_chosen = chosen.has(table_->shape().cell_at(at));
    if (is_there || !is_chosen) append_index(all, at);
    not_chosen_ += !is_chosen;
  }
  done_ = std::move(all);
}

auto sweep_recorder::axis_values(index_t cell) const -> std::vector<stored_value> {
  auto values = std::vector<stored_value>();
  for (auto const& axis : table_->shape().axes)
    values.push_back(stored_value_at(axis.values, place_on_axis(table_->shape(), axis, cell)));
  return values;
}

void sweep_recorder::keep(std::span<done_example const> done,
                          std::span<failed_example const> failed) {
  auto const& shape = table_->shape();
  auto rows = std::vector<cell_row>();
  auto values = std::deque<std::vector<stored_value>>();  // which stay where they are
  auto texts = std::deque<std::string>();
  auto const add = [&](cell_row row) -> std::vector<stored_value>& {
    row.index = shape.cell_at(row.index);
    row.axes = values.emplace_back(axis_values(row.index));
    row.results = values.emplace_back(shape.results.size());
    rows.push_back(row);
    return values.back();
  };
  for (auto const& one : done) {
    auto& results = add({.index = one.index,
                         .attempts = one.attempts,
                         .rank = one.rank,
                         .host = one.host,
                         .start = one.start.value_or(0),
                         .duration = one.seconds});
    auto from = byte_reader(one.packed);
    take_values(from, results);
    rows.back().words = take_words(from);
  }
  for (auto const& [attempts, what, known] : failed) {
    auto const time = known.value_or(example_time());
    add({.index = what.index,
         .status = cell_status::failed,
         .attempts = attempts,
         .rank = what.rank,
         .host = what.host,
         .start = time.start,
         .duration = time.seconds,
         .error = texts.emplace_back(error_text(what))});
  }
  if (file_) commit_or_refuse(*file_, rows);
  for (auto const& row : rows) table_->put(row);
}

}  // namespace dlp::detail
