// SPDX-License-Identifier: BSL-1.0
#include <task/netcdf/array_cells.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

#include <dlp/core/error.hpp>
#include <dlp/task/column_text.hpp>

namespace dlp::detail {
namespace {

/// Whether a text stands for a number that JSON has no digits for.
auto says_a_number(std::string const& text) -> bool {
  return text == "NaN" || text == "Infinity" || text == "-Infinity";
}

/// The coordinates of `labelled` results are of a type that only the program knows: numbers or
/// texts, an array of so many directions. They are texts where one of them is no number.
auto coordinate_of(table_column const& from) -> column {
  constexpr auto before = std::string_view(R"(","coordinates":)");
  auto found = column{.name = "coordinates"};
  for (auto const& text : std::get<std::vector<std::string>>(from.values)) {
    if (!text.starts_with('{')) continue;
    auto first = std::string_view(text);
    first.remove_prefix(std::min(text.size(), text.find(before) + before.size()));
    found.shape.clear();
    for (; first.starts_with('['); first.remove_prefix(1)) found.shape.push_back(0);
    if (first.starts_with(']')) continue;
    if (!first.starts_with('"')) return found;
    auto texts = found;
    texts.kind = column_kind::text;
    try {
      auto const read = value_from_text(text, from.what, texts).coordinates;
      if (!std::ranges::all_of(std::get<std::vector<std::string>>(read.values), says_a_number))
        return texts;
    } catch (error const&) {
      return found;  // there are digits behind the first
    }
  }
  return found;
}

void lengthen(std::vector<index_t>& lengths, std::vector<index_t> const& by) {
  lengths.resize(std::max(lengths.size(), by.size()));
  for (auto i = std::size_t{0}; i != by.size(); ++i) lengths[i] = std::max(lengths[i], by[i]);
}

}  // namespace

auto read_array_cells(table_column const& from) -> array_cells {
  auto const& texts = std::get<std::vector<std::string>>(from.values);
  auto made = array_cells{.what = from.what,
                          .values = std::vector<column_value>(texts.size()),
                          .lengths = from.what.shape};
  for (auto at = std::size_t{0}; at != texts.size(); ++at) {
    if (!from.there[at]) continue;
    auto const& text = texts[at];
    auto const is_labelled = text.starts_with('{');
    auto const is_first = is_labelled && made.coordinates.empty();
    if (is_first) {
      made.coordinate = coordinate_of(from);
      made.coordinates.resize(texts.size());
    }
    auto value = value_from_text(text, from.what, made.coordinate);
    lengthen(made.lengths, value.value.shape);
    made.values[at] = std::move(value.value);
    if (!is_labelled) continue;
    lengthen(made.coordinate_lengths, value.coordinates.shape);
    made.coordinates[at] = std::move(value.coordinates);
    if (is_first) made.what.dimension = std::move(value.what.dimension);
    made.said.add({value.what.unit, std::move(value.what.attributes)});
    made.said_of_coordinates.add({value.coordinate_unit});
  }
  if (made.coordinates.empty()) return made;
  auto words = made.said.words({from.what.unit, from.what.attributes});
  made.what.unit = std::move(words.unit);
  made.what.attributes = std::move(words.attributes);
  made.coordinate.unit = made.said_of_coordinates.words().unit;
  return made;
}

auto place_in_longer(std::size_t place, std::vector<index_t> const& shape,
                     std::vector<index_t> const& lengths) -> std::size_t {
  auto found = std::size_t{0};
  auto stride = std::size_t{1};
  for (auto i = shape.size(); i-- != 0;) {
    found += place % shape[i] * stride;
    place /= shape[i];
    stride *= lengths[i];
  }
  return found;
}

}  // namespace dlp::detail
