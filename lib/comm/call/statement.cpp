// SPDX-License-Identifier: BSL-1.0
#include <comm/call/statement.hpp>

namespace dlp::detail {

auto name_in(std::string_view words) -> std::string_view {
  return words.substr(0, words.find_first_of(" ,"));
}

auto named_at(std::string_view words, std::source_location where) -> std::string {
  auto name = std::string(name_in(words));
  auto const line = line_of(where);
  return line.empty() ? name : name + " at " + line;
}

auto line_of(std::source_location where) -> std::string {
  if (where.line() == 0) return {};
  auto const path = std::string_view(where.file_name());
  return std::string(path.substr(path.rfind('/') + 1)) + ":" + std::to_string(where.line());
}

auto to_string(statement const& what) -> std::string {
  auto text = "rank " + std::to_string(what.rank) + " says \"" + what.words + "\"";
  return what.where.empty() ? text : text + " at " + what.where;
}

auto to_string(statement const& one, statement const& other) -> std::string {
  auto const in_order = one.rank < other.rank;
  return to_string(in_order ? one : other) + ", " + to_string(in_order ? other : one);
}

}  // namespace dlp::detail
