// SPDX-License-Identifier: BSL-1.0
#include <task/table_csv.hpp>

#include <array>
#include <cmath>
#include <ostream>
#include <string>
#include <string_view>

#include <core/number_text.hpp>
#include <core/shown_text.hpp>
#include <task/saved_file.hpp>
#include <task/stored_row.hpp>

namespace dlp::detail {
namespace {

/// A text as a field: in quotes where RFC 4180 wants them. What a spreadsheet would execute has a '
/// before it.
auto field(std::string_view text) -> std::string {
  auto const is_formula =
      !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != text.npos;
  if (!is_formula && text.find_first_of(",\"\r\n") == text.npos) return std::string(text);
  auto quoted = std::string(is_formula ? "\"'" : "\"");
  for (auto const c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + '"';
}

auto field(column const& what, stored_value const& value) -> std::string {
  if (auto const* const number = std::get_if<std::int64_t>(&value)) {
    if (what.kind == column_kind::boolean) return *number != 0 ? "true" : "false";
    return what.is_signed ? text_of_number(*number)
                          : text_of_number(static_cast<std::uint64_t>(*number));
  }
  if (auto const* const number = std::get_if<double>(&value))
    return std::isnan(*number) ? "NaN" : text_of_number(*number);
  auto const* const text = std::get_if<std::string_view>(&value);
  return text ? field(*text) : "";
}

auto in_words(cell_status status) -> std::string {
  constexpr auto names = std::array{"done", "failed", "missing"};
  return names.at(static_cast<std::size_t>(status));
}

constexpr auto end_of_line = "\r\n";

/// The first line, with the names of the columns.
auto header_of(table_shape const& shape) -> std::string {
  auto line = std::string("index");
  for (auto const& axis : shape.axes) line += ',' + field(axis.what.name);
  for (auto const& one : shape.results) line += ',' + field(one.name);
  return line + ",status,error" + end_of_line;
}

/// Throws: usage_error where there is a file of other columns.
void require_earlier_table(std::filesystem::path const& file, std::string const& header) {
  if (!has_content(file)) return;
  if (first_bytes(file, header.size()) == header) return;
  auto const names = std::string_view(header).substr(0, header.size() - 2);
  refuse_to_replace(file, "it begins with " + beginning_of(file) + ", and this table with \"" +
                              shown_text(names) + '"');
}

void write_rows(std::ostream& out, table_data const& from) {
  auto const& shape = from.shape();
  auto values = std::vector<stored_value>();
  for (auto at = index_t{0}; at != shape.size; ++at) {
    auto const row = from.row_at(at, values);
    out << row.index;
    for (auto const& axis : shape.axes) {
      auto const place = place_on_axis(shape, axis, row.index);
      out << ',' << field(axis.what, stored_value_at(axis.values, place));
    }
    for (auto i = std::size_t{0}; i != values.size(); ++i)
      out << ',' << field(shape.results[i], values[i]);
    out << ',' << in_words(row.status) << ',' << field(row.error) << end_of_line;
  }
}

}  // namespace

void save_csv(table_data const& from, std::filesystem::path const& file) {
  auto const header = header_of(from.shape());
  require_earlier_table(file, header);
  save_file(file, [&](std::filesystem::path const& beside) {
    write_whole(beside, [&](std::ostream& out) {
      out << header;
      write_rows(out, from);
    });
  });
}

}  // namespace dlp::detail
