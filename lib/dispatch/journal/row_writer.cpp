// SPDX-License-Identifier: BSL-1.0
#include <dispatch/journal/row_writer.hpp>

#include <algorithm>
#include <string>
#include <utility>

#include <dlp/core/error.hpp>

namespace dlp::detail {
namespace {

auto size_of(stored_value const& value) -> std::size_t {
  if (auto const* const text = std::get_if<std::string_view>(&value)) return text->size();
  auto const* const blob = std::get_if<std::span<std::byte const>>(&value);
  return blob != nullptr ? blob->size() : sizeof(double);
}

/// The piece of a text or of bytes that begins there, of at most so many.
auto piece_of(stored_value const& value, std::size_t from, std::size_t most) -> stored_value {
  if (auto const* const text = std::get_if<std::string_view>(&value)) {
    return text->substr(from, most);
  }
  auto const rest = std::get<std::span<std::byte const>>(value).subspan(from);
  return rest.first(std::min(rest.size(), most));
}

auto as_integer(index_t index) -> std::int64_t { return static_cast<std::int64_t>(index); }

}  // namespace

row_writer::row_writer(database& to, cell_columns columns, std::size_t most, row_tables const& in)
    : columns_(std::move(columns)),
      most_(most),
      has_parts_(to.first_integer("SELECT 1 FROM " + in.parts + " LIMIT 1").has_value()),
      none_apart_(columns_.results.size()),
      insert_(to.prepare(insert_row(columns_, in))),
      insert_part_(to.prepare("INSERT INTO " + in.parts + " VALUES (?, ?, ?, ?)")),
      remove_(to.prepare("DELETE FROM " + in.rows + " WHERE \"index\" = ?")),
      remove_parts_(to.prepare("DELETE FROM " + in.parts + " WHERE cell = ?")),
      find_done_(
          to.prepare("SELECT 1 FROM " + in.rows + " WHERE \"index\" = ? AND status = 'done'")) {}

void row_writer::write(cell_row const& row) {
  require_fitting(row);
  if (row.status == cell_status::failed && is_done(row.index)) return;
  if (has_parts_) remove_parts(row.index);
  auto size = row.error.size() + row.host.size();
  for (auto const values : {row.axes, row.results}) {
    for (auto const& value : values) size += size_of(value);
  }
  auto const has_words = !row.words.empty();
  if (size <= most_ && !has_words) return bind(row, none_apart_, 0), insert_.run();

  auto const apart = size <= most_ ? none_apart_ : find_large(row);
  bind(row, apart, static_cast<int>(std::ranges::count(apart, true)) + (has_words ? 1 : 0));
  insert_.run();
  for (auto result = std::size_t{0}; result != apart.size(); ++result) {
    if (apart[result])
      write_parts(row.index, static_cast<std::int64_t>(result), row.results[result]);
  }
  if (has_words) write_parts(row.index, words_of_row, row.words);
}

auto row_writer::is_done(index_t index) -> bool {
  auto const found = find_done_.bind(1, as_integer(index)).step();
  find_done_.reset();
  return found;
}

void row_writer::remove(index_t index) {
  if (has_parts_) remove_parts(index);
  remove_.bind(1, as_integer(index)).run();
}

void row_writer::require_fitting(cell_row const& row) const {
  auto const check = [&](std::span<stored_value const> values,
                         std::vector<stored_column> const& columns, char const* what) {
    if (values.size() != columns.size()) {
      throw usage_error("dlp: a cell with " + std::to_string(values.size()) + ' ' + what +
                        " for a journal with " + std::to_string(columns.size()));
    }
    for (auto i = std::size_t{0}; i != values.size(); ++i) {
      if (fits(values[i], columns[i].kind)) continue;
      throw usage_error("dlp: a cell with another value than a " +
                        std::string(to_string(columns[i].kind)) + " for the column \"" +
                        columns[i].name + "\" of a journal");
    }
  };
  check(row.axes, columns_.axes, "axes");
  check(row.results, columns_.results, "results");
}

void row_writer::bind(cell_row const& row, std::vector<bool> const& apart, int parts) {
  auto place = 0;
  auto const next = [&](stored_value const& value) { insert_.bind(++place, value); };
  next(as_integer(row.index));
  for (auto const& value : row.axes) next(value);
  next(row.status == cell_status::done ? "done" : "failed");
  next(std::int64_t{row.attempts});
  next(std::int64_t{row.rank});
  next(row.host);
  next(row.start);
  next(row.duration);
  next(row.error.empty() ? stored_value() : stored_value(row.error));
  for (auto i = std::size_t{0}; i != row.results.size(); ++i) {
    next(apart[i] ? stored_value() : row.results[i]);
  }
  next(std::int64_t{parts});
  next(std::int64_t{checksum_of(row)});
}

auto row_writer::find_large(cell_row const& row) const -> std::vector<bool> {
  auto apart = none_apart_;
  auto taken = row.error.size() + row.host.size();
  for (auto const& value : row.axes) taken += size_of(value);
  for (auto i = std::size_t{0}; i != row.results.size(); ++i) {
    auto const size = size_of(row.results[i]);
    auto const is_long = row.results[i].index() > 2;  // a text, or bytes
    apart[i] = is_long && size != 0 && taken + size > most_;
    if (!apart[i]) taken += size;
  }
  return apart;
}

void row_writer::write_parts(index_t index, std::int64_t result, stored_value const& value) {
  has_parts_ = true;
  auto number = std::int64_t{0};
  for (auto from = std::size_t{0}; from < size_of(value); from += most_) {
    insert_part_.bind(1, as_integer(index)).bind(2, result);
    insert_part_.bind(3, number++).bind(4, piece_of(value, from, most_)).run();
  }
}

void row_writer::remove_parts(index_t index) { remove_parts_.bind(1, as_integer(index)).run(); }

}  // namespace dlp::detail
