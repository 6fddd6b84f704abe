// SPDX-License-Identifier: BSL-1.0
//
// What README.md and the pages in docs show has been compiled: each C++ block stands in an example,
// a consumer or a test, each CMake block in a consumer's CMakeLists.txt. What they link to is
// there.
#include <filesystem>
#include <fstream>
#include <regex>
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

/// README.md and all pages in docs.
auto pages() -> std::vector<std::filesystem::path> {
  auto const root = std::filesystem::path(DLP_SOURCE_DIR);
  auto found = std::vector{root / "README.md"};
  for (auto const& entry : std::filesystem::recursive_directory_iterator(root / "docs"))
    if (entry.path().extension() == ".md") found.push_back(entry.path());
  return found;
}

/// The files that a page links to, as it names them.
auto links_in(std::string const& text) -> lines {
  static auto const link = std::regex(R"(\]\(([^)#:\s]+)[^):\s]*\))");
  lines result;
  for (auto at = std::sregex_iterator(text.begin(), text.end(), link); at != std::sregex_iterator();
       ++at)
    result.push_back((*at)[1]);
  return result;
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

BOOST_AUTO_TEST_CASE(what_the_readme_and_the_guide_show_compiles) {
  auto const sources = read_all({"examples", "test"}, ".cpp");
  auto const lists = read_all({"test/consumer"}, "Lists.txt");
  for (auto const& page : pages()) {
    auto const text = read(page);
    auto const cpp = blocks_of(text, "cpp");
    for (auto const& line : missing(cpp, sources))
      BOOST_ERROR(page << " shows C++ that nothing has: the block that begins with " << line);
    for (auto const& line : missing(blocks_of(text, "cmake"), lists))
      BOOST_ERROR(page << " shows CMake that no consumer has: the block that begins with " << line);
    for (auto const& link : links_in(text))
      BOOST_TEST(std::filesystem::exists(page.parent_path() / link),
                 page << " links to " << link << ", which is not there");
  }
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
  BOOST_TEST(links_in("[a](b.md) [c](#d) f(x) [e](f/g.cpp#h) [i](https://j.k)") ==
                 (lines{"b.md", "f/g.cpp"}),
             boost::test_tools::per_element());
  BOOST_TEST(!blocks_of(read(pages().front()), "cpp").empty());
  BOOST_TEST(pages().size() > 5U);
}
