// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dlp_test {

/// What is to be seen on a terminal after a text: of each line, what was written last in each
/// place.
inline auto seen_on_screen(std::string_view text) -> std::string {
  auto lines = std::vector<std::string>(1);
  auto at = std::size_t{0};
  for (auto const c : text) {
    if (c == '\n') lines.emplace_back();
    if (c == '\n' || c == '\r')
      at = 0;
    else if (at++ < lines.back().size())
      lines.back()[at - 1] = c;
    else
      lines.back() += c;
  }
  auto all = std::string();
  for (auto& line : lines) {
    line.erase(line.find_last_not_of(' ') + 1);
    all += (&line == lines.data() ? "" : "\n") + line;
  }
  return all;
}

}  // namespace dlp_test
