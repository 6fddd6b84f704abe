// SPDX-License-Identifier: BSL-1.0
//
// What README.md shows has been compiled: each of its C++ blocks stands in an example or a
// consumer, each of its CMake blocks in a consumer's CMakeLists.txt.
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace {

using lines = std::vector<std::string>;

/// The lines of a text without the space around them, and without empty ones.
auto lines_of(std::string const& text) -> lines {
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
auto blocks_of(std::string const& text, std::string_view language) -> std::vector<lines> {
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

/// Whether the file has all lines of the block, in their order; it may have others between them.
auto contains(lines const& file, lines const& block) -> bool {
  auto next = block.begin();
  for (auto const& line : file)
    if (next != block.end() && line == *next) ++next;
  return next == block.end();
}

/// The blocks that stand in none of the files, by their first lines.
auto missing(std::vector<lines> const& blocks, std::vector<lines> const& files) -> lines {
  lines result;
  for (auto const& block : blocks) {
    auto found = false;
    for (auto const& file : files) found = found || contains(file, block);
    if (!found) result.push_back(block.empty() ? "an empty block" : block.front());
  }
  return result;
}

auto read(std::filesystem::path const& path) -> std::string {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

auto read_all(std::vector<std::string> const& folders, std::string_view ending)
    -> std::vector<lines> {
  std::vector<lines> files;
  for (auto const& folder : folders)
    for (auto const& entry : std::filesystem::recursive_directory_iterator(
             std::filesystem::path(DLP_SOURCE_DIR) / folder))
      if (entry.path().string().ends_with(ending)) files.push_back(lines_of(read(entry.path())));
  return files;
}

}  // namespace

BOOST_AUTO_TEST_CASE(what_the_readme_shows_compiles) {
  auto const readme = read(std::filesystem::path(DLP_SOURCE_DIR) / "README.md");
  auto const cpp = blocks_of(readme, "cpp");
  BOOST_TEST(!cpp.empty(), "README.md shows no C++");
  for (auto const& line : missing(cpp, read_all({"examples", "test/consumer"}, ".cpp")))
    BOOST_ERROR("README.md shows C++ that no example has: the block that begins with " + line);
  for (auto const& line :
       missing(blocks_of(readme, "cmake"), read_all({"test/consumer"}, "Lists.txt")))
    BOOST_ERROR("README.md shows CMake that no consumer has: the block that begins with " + line);
}

BOOST_AUTO_TEST_CASE(the_check_sees_what_is_planted) {
  auto const blocks =
      blocks_of("a\n```cpp\n  int x;\n\n  x = 1;\n```\n```sh\nb2\n```\n```cpp\ny\n```\n", "cpp");
  BOOST_TEST(blocks.size() == 2U);
  BOOST_TEST(blocks[0] == (lines{"int x;", "x = 1;"}), boost::test_tools::per_element());

  auto const left = [&](std::string const& file) { return missing(blocks, {lines_of(file)}); };
  BOOST_TEST(left("    int x;\n  f(x);\n  x = 1;\n  y").empty());
  BOOST_TEST(left("int x;\nx = 2;\ny") == (lines{"int x;"}), boost::test_tools::per_element());
  BOOST_TEST(left("x = 1;\nint x;\ny") == (lines{"int x;"}), boost::test_tools::per_element());
  BOOST_TEST(left("int x;\nx = 1;") == (lines{"y"}), boost::test_tools::per_element());
  BOOST_TEST(missing(blocks, {lines_of("int x;"), lines_of("x = 1;\ny")}).size() == 1U);
}
