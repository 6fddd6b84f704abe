// SPDX-License-Identifier: BSL-1.0
#include <comm/call/statement.hpp>

#include <string_view>

namespace dlp::detail {

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
