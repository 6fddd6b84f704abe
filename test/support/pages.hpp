// SPDX-License-Identifier: BSL-1.0
#pragma once

// The texts of the project, as its tests of them read them.

#include <filesystem>
#include <regex>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "temporary_folder.hpp"

namespace dlp_test {

using lines = std::vector<std::string>;

inline auto source_folder() -> std::filesystem::path { return DLP_SOURCE_DIR; }

/// The lines of a text without the space around them, and without empty ones.
inline auto lines_of(std::string const& text) -> lines {
  lines result;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    auto const first = line.find_first_not_of(" \t\r");
    if (first == std::string::npos) continue;
    result.push_back(line.substr(first, line.find_last_not_of(" \t\r") - first + 1));
  }
  return result;
}

/// The blocks between ```language and ```.
inline auto blocks_of(std::string const& text, std::string_view language) -> std::vector<lines> {
  std::vector<lines> blocks;
  auto const fence = "```" + std::string(language);
  auto inside = false;  // some block
  auto wanted = false;  // one in this language
  for (auto const& line : lines_of(text)) {
    if (line.starts_with("```")) {
      wanted = !inside && line == fence;
      inside = !inside;
      if (wanted) blocks.emplace_back();
    } else if (wanted) {
      blocks.back().push_back(line);
    }
  }
  return blocks;
}

/// All that a pattern's first group matches, in its order.
inline auto all_matches(std::string const& text, std::regex const& pattern) -> lines {
  lines result;
  for (auto at = std::sregex_iterator(text.begin(), text.end(), pattern);
       at != std::sregex_iterator(); ++at)
    result.push_back((*at)[1]);
  return result;
}

/// The files below a folder of the project, of which `wanted(path)` says true.
template <class Wanted>
auto files_below(std::string const& folder, Wanted wanted) -> std::vector<std::filesystem::path> {
  std::vector<std::filesystem::path> files;
  for (auto const& entry : std::filesystem::recursive_directory_iterator(source_folder() / folder))
    if (entry.is_regular_file() && wanted(entry.path())) files.push_back(entry.path());
  return files;
}

/// Whether a path is that of C++.
inline auto is_cpp(std::filesystem::path const& path) -> bool {
  return path.extension() == ".cpp" || path.extension() == ".hpp";
}

/// README.md and all pages in docs and benchmarks.
inline auto pages() -> std::vector<std::filesystem::path> {
  auto found = std::vector{source_folder() / "README.md"};
  for (auto const* folder : {"docs", "benchmarks"})
    for (auto const& page :
         files_below(folder, [](auto const& path) { return path.extension() == ".md"; }))
      found.push_back(page);
  return found;
}

}  // namespace dlp_test
