// SPDX-License-Identifier: BSL-1.0
#include <dispatch/journal/row_reader.hpp>

#include <cstdint>
#include <utility>

#include <dispatch/journal/store_error.hpp>

namespace dlp::detail {

row_reader::row_reader(database const& from, cell_columns columns, std::string path,
                       row_tables const& in)
    : columns_(std::move(columns)),
      path_(std::move(path)),
      table_(in.rows),
      rows_(from.prepare(select_rows(columns_, in))),
      parts_(from.prepare("SELECT value FROM " + in.parts +
                          " WHERE cell = ? AND result = ? ORDER BY number")),
      axes_(columns_.axes.size()),
      results_(columns_.results.size()),
      joined_(columns_.results.size()) {}

void row_reader::for_each_row(std::function<void(cell_row const&)> const& f) {
  for_rows_from(0, [&f](cell_row const& row) { return f(row), true; });
}

void row_reader::for_rows_from(index_t first, std::function<bool(cell_row const&)> const& f) {
  rows_.bind(1, static_cast<std::int64_t>(first));
  struct ending {
    sql_statement& of;
    ~ending() { of.reset(); }
  } const ends_early{rows_};
  while (rows_.step() && f(take_row())) continue;
}

auto row_reader::take_row() -> cell_row const& {
  auto place = 0;
  auto const integer = [&] { return rows_.integer(place++); };
  auto const real = [&] {
    auto const value = rows_.value(place++, value_kind::real);
    auto const* const number = std::get_if<double>(&value);
    return number != nullptr ? *number : std::numeric_limits<double>::quiet_NaN();
  };
  row_.index = static_cast<index_t>(integer());
  take_values(place, columns_.axes, axes_);
  place += static_cast<int>(axes_.size());
  auto const status = rows_.text(place++);
  row_.status = status == "done" ? cell_status::done : cell_status::failed;
  row_.attempts = static_cast<int>(integer());
  row_.rank = static_cast<int>(integer());
  row_.host = rows_.text(place++);
  row_.start = real();
  row_.duration = real();
  row_.error = rows_.text(place++);
  take_values(place, columns_.results, results_);
  place += static_cast<int>(results_.size());
  row_.axes = axes_;
  row_.results = results_;
  words_.clear();
  if (integer() != 0) join_parts();
  row_.words = words_;
  if (integer() != std::int64_t{checksum_of(row_)}) throw_damaged();
  if (status != "done" && status != "failed") throw_damaged();
  return row_;
}

void row_reader::take_values(int place, std::vector<stored_column> const& columns,
                             std::vector<stored_value>& to) {
  for (auto i = std::size_t{0}; i != columns.size(); ++i) {
    to[i] = rows_.value(place++, columns[i].kind);
  }
}

void row_reader::join_parts() {
  for (auto i = std::size_t{0}; i != results_.size(); ++i) {
    if (!std::holds_alternative<std::monostate>(results_[i])) continue;
    auto& whole = joined_[i];
    join_parts(static_cast<std::int64_t>(i), whole);
    if (whole.empty()) continue;  // it is missing
    if (columns_.results[i].kind == value_kind::text) {
      results_[i] = std::string_view(whole);
    } else {
      results_[i] = std::as_bytes(std::span(whole));
    }
  }
  join_parts(words_of_row, words_);
}

void row_reader::join_parts(std::int64_t result, std::string& whole) {
  whole.clear();
  parts_.bind(1, static_cast<std::int64_t>(row_.index)).bind(2, result);
  while (parts_.step()) {
    auto const piece = parts_.value(0, value_kind::blob);
    if (auto const* const text = std::get_if<std::string_view>(&piece)) {
      whole += *text;
    } else if (auto const* const blob = std::get_if<std::span<std::byte const>>(&piece)) {
      whole.append(reinterpret_cast<char const*>(blob->data()), blob->size());
    }
  }
}

void row_reader::throw_damaged() const {
  auto const index = std::to_string(row_.index);
  throw store_error(store_error::kind::damaged,
                    "dlp: " + path_ + ": the row of index " + index +
                        " is not what was written. Remove it by `sqlite3 " + path_ +
                        " 'DELETE FROM " + table_ + " WHERE \"index\" = " + index +
                        "'`, and it is computed again");
}

}  // namespace dlp::detail
