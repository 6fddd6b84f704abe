// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>

#include <comm/trace/timeline.hpp>

#include "temporary_folder.hpp"
#include "texts.hpp"

namespace dlp_test {

/// A timeline, and what has been drawn in it.
struct drawn_timeline {
  temporary_folder folder = {};
  dlp::detail::timeline on = dlp::detail::timeline(folder.path() / "part.json", 3, "n012");

  /// All lines of the file; nothing more is drawn after that.
  [[nodiscard]] auto text() -> std::string {
    on.end();
    return read_file(folder / "part.json");
  }
};

/// How often a part is in a text.
inline auto count_of(std::string const& text, std::string const& part) -> int {
  auto count = 0;
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++count;
  return count;
}

/// How an arrow with this id ends.
inline auto with_id(std::uint64_t id) -> std::string {
  char text[32];
  std::snprintf(text, sizeof text, R"("id":"%llx"})", static_cast<unsigned long long>(id));
  return text;
}

}  // namespace dlp_test
