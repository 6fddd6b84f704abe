// SPDX-License-Identifier: BSL-1.0
#include <task/agreed_words.hpp>

#include <sstream>

namespace dlp::detail {

void agreed_words::hear(voice& of, bool is_new, attribute const& said) {
  if (is_new) of.first = said;
  if (of.differ || said == of.first) return;
  of.other = said;
  of.differ = true;
}

void agreed_words::add(column_words const& of_cell) {
  if (!of_cell.unit.empty()) {
    hear(unit_, !has_unit_, of_cell.unit);
    has_unit_ = true;
  }
  for (auto const& [name, said] : of_cell.attributes) {
    auto const [place, is_new] = attributes_.try_emplace(name);
    hear(place->second, is_new, said);
  }
}

auto agreed_words::words(column_words const& declared) const -> column_words {
  auto made = declared;
  if (has_unit_) made.unit = unit_.differ ? "" : std::get<std::string>(unit_.first.value);
  for (auto const& [name, one] : attributes_) {
    if (one.differ)
      made.attributes.erase(name);
    else
      made.attributes[name] = one.first;
  }
  return made;
}

auto agreed_words::contradictions() const -> std::string {
  auto text = std::ostringstream();
  auto const* between = "";
  auto const add = [&](std::string const& name, voice const& one) {
    if (!one.differ) return;
    text << between << name << " (" << one.first << ", " << one.other << ')';
    between = ", ";
  };
  add("the unit", unit_);
  for (auto const& [name, one] : attributes_) add(name, one);
  return text.str();
}

}  // namespace dlp::detail
