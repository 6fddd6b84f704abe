// SPDX-License-Identifier: BSL-1.0
#include <task/shape_notes.hpp>

#include <algorithm>
#include <array>
#include <iterator>
#include <span>
#include <string_view>
#include <utility>

#include <core/index_ranges.hpp>
#include <core/number_text.hpp>
#include <dlp/core/error.hpp>
#include <dlp/task/column_text.hpp>

namespace dlp::detail {
namespace {

constexpr auto names_of_kinds =
    std::to_array<std::string_view>({"boolean", "integer", "real", "complex", "text"});
constexpr auto before_attributes = std::size_t{7};
auto const list_of_texts = column{.name = "column", .kind = column_kind::text, .shape = {0}};

[[noreturn]] void refuse_note(std::string const& name) {
  throw error("dlp: what the journal says of its table is not what was written: " + name);
}

auto note_of(column const& what) -> std::string {
  auto lengths = std::string();
  for (auto const length : what.shape)
    lengths += (lengths.empty() ? "" : " ") + std::to_string(length);
  auto texts =
      std::vector<std::string>{std::string(names_of_kinds.at(static_cast<std::size_t>(what.kind))),
                               std::to_string(what.bytes),
                               what.is_signed ? "signed" : "",
                               std::move(lengths),
                               what.may_be_missing ? "optional" : "",
                               what.unit,
                               what.dimension};
  if (!what.attributes.empty()) texts.push_back(text_of_attributes(what.attributes));
  return text_of({.value = {.shape = {texts.size()}, .values = std::move(texts)}});
}

/// Calls `f` with each part of a text between blanks.
template <class F>
void for_each_word(std::string_view text, F f) {
  while (!text.empty()) {
    auto const end = std::min(text.find(' '), text.size());
    f(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

auto number_in(std::string_view text, std::string const& note) -> index_t {
  auto const number = number_from<index_t>(text);
  if (!number) refuse_note(note);
  return *number;
}

}  // namespace

auto notes_of(table_shape const& shape) -> shape_notes {
  auto notes = shape_notes();
  for (auto const& axis : shape.axes) notes["column " + axis.what.name] = note_of(axis.what);
  for (auto const& one : shape.results) notes["column " + one.name] = note_of(one);
  auto ranges = std::vector<index_range>();
  for (auto at = index_t{0}; at != shape.size; ++at) append_index(ranges, shape.cell_at(at));
  auto& kept = notes["kept"];
  for (auto const [first, last] : ranges) {
    kept += (kept.empty() ? "" : " ") + std::to_string(first);
    if (last != first + 1) kept += '-' + std::to_string(last - 1);
  }
  return notes;
}

auto noted_column(shape_notes const& in, std::string const& name) -> std::optional<column> {
  auto const found = in.find("column " + name);
  if (found == in.end()) return std::nullopt;
  auto const all = value_from_text(found->second, list_of_texts).value;
  auto const& texts = std::get<std::vector<std::string>>(all.values);
  if (texts.size() < before_attributes) refuse_note(found->first);
  auto const* const kind = std::ranges::find(names_of_kinds, texts[0]);
  if (kind == names_of_kinds.end()) refuse_note(found->first);
  auto made = column{.name = name,
                     .kind = static_cast<column_kind>(kind - names_of_kinds.begin()),
                     .bytes = number_in(texts[1], found->first),
                     .is_signed = !texts[2].empty(),
                     .may_be_missing = !texts[4].empty(),
                     .unit = texts[5],
                     .dimension = texts[6]};
  for_each_word(texts[3], [&](std::string_view length) {
    made.shape.push_back(number_in(length, found->first));
  });
  auto const attributes = std::span(texts).subspan(before_attributes);
  if (attributes.size() == 1) {
    made.attributes = attributes_from_text(attributes[0]);
  } else if (attributes.size() % 2 == 0) {  // as versions wrote them in which all were texts
    for (auto i = std::size_t{0}; i != attributes.size(); i += 2)
      made.attributes[attributes[i]] = attributes[i + 1];
  } else {
    refuse_note(found->first);
  }
  return made;
}

auto noted_cells(shape_notes const& in) -> std::optional<std::vector<index_range>> {
  auto const found = in.find("kept");
  if (found == in.end()) return std::nullopt;
  auto ranges = std::vector<index_range>();
  for_each_word(found->second, [&](std::string_view word) {
    auto const sign = word.find('-');
    auto const first = number_in(word.substr(0, sign), found->first);
    auto const last = sign == word.npos ? first : number_in(word.substr(sign + 1), found->first);
    auto const is_behind = ranges.empty() || ranges.back().last < first;
    if (!is_behind || last < first || last + 1 == 0) refuse_note(found->first);
    ranges.push_back({first, last + 1});
  });
  return ranges;
}

}  // namespace dlp::detail
