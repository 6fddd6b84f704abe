// SPDX-License-Identifier: BSL-1.0
#include <each/shell_quote.hpp>

#include <algorithm>

namespace dlp::detail {
namespace {

auto is_plain(char c) -> bool {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.' || c == '+' || c == '/';
}

}  // namespace

auto shell_quoted(std::string_view text) -> std::string {
  if (text.empty()) return "''";
  if (std::ranges::all_of(text, is_plain)) return std::string(text);
  auto quoted = std::string("'");
  for (auto const c : text) {
    if (c == '\'')
      quoted += "'\"'\"'";
    else
      quoted += c;
  }
  quoted += '\'';
  if (quoted.starts_with("''")) quoted.erase(0, 2);
  if (quoted.ends_with("''")) quoted.erase(quoted.size() - 2);
  return quoted;
}

}  // namespace dlp::detail
