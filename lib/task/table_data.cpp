// SPDX-License-Identifier: BSL-1.0
#include <task/table_data.hpp>

#include <algorithm>
#include <iterator>
#include <limits>
#include <type_traits>
#include <utility>

#include <dlp/core/error.hpp>
#include <dlp/task/column_text.hpp>
#include <task/stored_row.hpp>

namespace dlp::detail {
namespace {

auto empty_column(column const& what, std::size_t size) -> std::shared_ptr<table_column> {
  auto made = std::make_shared<table_column>();
  made->what = what;
  made->there.resize(size);
  switch (stored_kind_of(what)) {
    case value_kind::real:
      made->values = std::vector<double>(size);
      break;
    case value_kind::text:
      made->values = std::vector<std::string>(size);
      break;
    default:
      made->values = std::vector<std::int64_t>(size);
  }
  return made;
}

void put_value(table_column& to, std::size_t position, stored_value const& value) {
  to.there[position] = !std::holds_alternative<std::monostate>(value);
  if (!to.there[position]) return;
  std::visit(
      [&](auto& values) {
        using type = typename std::remove_cvref_t<decltype(values)>::value_type;
        using stored =
            std::conditional_t<std::is_same_v<type, std::string>, std::string_view, type>;
        auto const* const fitting = std::get_if<stored>(&value);
        if (!fitting) throw error("dlp: the column " + to.what.name + " has values of other kinds");
        values[position] = type(*fitting);
      },
      to.values);
}

auto get_value(table_column const& from, std::size_t position) -> stored_value {
  if (!from.there[position]) return {};
  return std::visit([&](auto const& values) -> stored_value { return values[position]; },
                    from.values);
}

}  // namespace

table_data::table_data(table_shape shape)
    : shape_(std::move(shape)),
      status_(shape_.size, cell_status::missing),
      attempts_(shape_.size),
      ranks_(shape_.size, -1),
      hosts_(shape_.size),
      starts_(shape_.size, std::numeric_limits<double>::quiet_NaN()),
      durations_(shape_.size, std::numeric_limits<double>::quiet_NaN()),
      host_names_{""} {
  for (auto const& one : shape_.results) results_.push_back(empty_column(one, shape_.size));
}

void table_data::put(cell_row const& row) {
  auto const found = shape_.position_of(row.index);
  if (!found) return;
  auto const at = *found;
  auto words = words_from_text(row.words);
  for (auto i = std::size_t{0}; i != results_.size(); ++i) {
    put_value(*results_[i], at, row.results[i]);
    auto const said = words.find(i);
    if (said == words.end())
      results_[i]->said.erase(at);
    else
      results_[i]->said[at] = std::move(said->second);
  }
  status_[at] = row.status;
  attempts_[at] = row.attempts;
  ranks_[at] = row.rank;
  hosts_[at] = number_of_host(row.host);
  if (row.start != 0) {  // it is known
    starts_[at] = row.start;
    durations_[at] = row.duration;
  }
  if (row.error.empty()) {
    errors_.erase(at);
  } else {
    errors_[at] = row.error;
  }
}

auto table_data::row_at(index_t position, std::vector<stored_value>& values) const -> cell_row {
  values.clear();
  for (auto const& one : results_) values.push_back(get_value(*one, position));
  auto row = about(position);
  row.results = values;
  return row;
}

auto table_data::about(index_t position) const -> cell_row {
  auto const error = errors_.find(position);
  return {.index = shape_.cell_at(position),
          .status = status_[position],
          .attempts = attempts_[position],
          .rank = ranks_[position],
          .host = host_names_[hosts_[position]],
          .start = starts_[position],
          .duration = durations_[position],
          .error = error == errors_.end() ? std::string_view() : error->second,
          .axes = {},
          .results = {}};
}

auto table_data::named(std::string const& name) const -> std::shared_ptr<table_column const> {
  for (auto const& one : results_) {
    if (one->what.name == name) return one;
  }
  for (auto const& axis : shape_.axes) {
    if (axis.what.name == name) return column_of(axis);
  }
  auto all = std::string();
  auto const add = [&](std::string const& one) { all += (all.empty() ? "" : ", ") + one; };
  for (auto const& axis : shape_.axes) add(axis.what.name);
  for (auto const& one : results_) add(one->what.name);
  throw usage_error("dlp: the table has no column " + name + ", but " + all);
}

auto table_data::column_of(described_axis const& axis) const -> std::shared_ptr<table_column> {
  auto made = empty_column(axis.what, shape_.size);
  for (auto at = index_t{0}; at != shape_.size; ++at) {
    auto const place = place_on_axis(shape_, axis, shape_.cell_at(at));
    put_value(*made, at, stored_value_at(axis.values, place));
  }
  return made;
}

auto table_data::words_at(index_t position) const -> std::string {
  auto words = words_of_cell();
  for (auto i = std::size_t{0}; i != results_.size(); ++i) {
    auto const said = results_[i]->said.find(position);
    if (said != results_[i]->said.end()) words.emplace(i, said->second);
  }
  return words.empty() ? "" : text_of_words(words);
}

auto table_data::agreed(std::size_t result) const -> agreed_words {
  auto const& from = *results_[result];
  auto made = agreed_words();
  if (from.said.empty()) return made;
  for (auto at = index_t{0}; at != shape_.size; ++at) {
    if (from.there[at]) made.add(from.words_at(at));
  }
  return made;
}

auto table_data::results() const -> std::vector<column> {
  auto all = shape_.results;
  for (auto i = std::size_t{0}; i != all.size(); ++i) {
    auto words = agreed(i).words({all[i].unit, all[i].attributes});
    all[i].unit = std::move(words.unit);
    all[i].attributes = std::move(words.attributes);
  }
  return all;
}

/// There are few.
auto table_data::number_of_host(std::string_view name) -> std::uint32_t {
  auto const number = std::ranges::find(host_names_, name) - host_names_.begin();
  if (number == std::ssize(host_names_)) host_names_.emplace_back(name);
  return static_cast<std::uint32_t>(number);
}

void table_data::append_to(bytes& to) const {
  auto values = std::vector<stored_value>();
  for (auto at = index_t{0}; at != shape_.size; ++at) {
    if (status_[at] == cell_status::missing) continue;
    auto const row = row_at(at, values);
    append(to, row.index);
    append(to, row.status);
    append(to, row.attempts);
    append(to, row.rank);
    append(to, row.host);
    append(to, row.start);
    append(to, row.duration);
    append(to, row.error);
    append_values(to, row.results);
    append(to, std::string_view(words_at(at)));
  }
}

void table_data::take_from(std::span<std::byte const> from) {
  auto values = std::vector<stored_value>(results_.size());
  for (auto rest = byte_reader(from); !rest.done();) {
    auto row = cell_row{.index = rest.take<index_t>(), .results = values};
    row.status = rest.take<cell_status>();
    row.attempts = rest.take<int>();
    row.rank = rest.take<int>();
    row.host = take_text(rest);
    row.start = rest.take<double>();
    row.duration = rest.take<double>();
    row.error = take_text(rest);
    take_values(rest, values);
    row.words = take_text(rest);
    put(row);
  }
}

}  // namespace dlp::detail
