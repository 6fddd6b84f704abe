// SPDX-License-Identifier: BSL-1.0
//
// What README.md and the pages in docs show has been compiled: each C++ block stands in an example,
// a consumer or a test, each CMake block in a consumer's CMakeLists.txt. What they link to is
// there.
#include <algorithm>
#include <cctype>
#include <filesystem>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "pages.hpp"

using namespace dlp_test;

namespace {

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

struct target {
  std::string file;     ///< as the page names it; empty where it is the page itself
  std::string heading;  ///< of a place in it, as links spell it; empty where there is none
};

/// What a page links to, but for other sites.
auto links_in(std::string const& text) -> std::vector<target> {
  static auto const link = std::regex(R"(\]\(([^)#:\s]*)(?:#([^):\s]+))?\))");
  std::vector<target> result;
  for (auto at = std::sregex_iterator(text.begin(), text.end(), link); at != std::sregex_iterator();
       ++at)
    result.push_back({(*at)[1], (*at)[2]});
  return result;
}

/// The headings of a page as links spell them: "What is needed" is "what-is-needed".
auto headings_of(std::string const& text) -> std::set<std::string> {
  std::set<std::string> result;
  for (auto const& line : lines_of(text)) {
    if (!line.starts_with('#')) continue;
    std::string spelled;
    for (auto const c : line.substr(std::min(line.find(' '), line.size() - 1) + 1)) {
      auto const letter = static_cast<unsigned char>(c);
      if (c == ' ' || c == '-')
        spelled += '-';
      else if (std::isalnum(letter) || c == '_' || letter >= 0x80)
        spelled += static_cast<char>(std::tolower(letter));
    }
    result.insert(spelled);
  }
  return result;
}

auto read_all(std::vector<std::string> const& folders, std::string_view ending)
    -> std::vector<lines> {
  std::vector<lines> files;
  for (auto const& folder : folders)
    for (auto const& file :
         files_below(folder, [&](auto const& path) { return path.string().ends_with(ending); }))
      files.push_back(lines_of(read_file(file)));
  return files;
}

}  // namespace

BOOST_AUTO_TEST_CASE(what_the_readme_and_the_pages_show_compiles) {
  auto const sources = read_all({"examples", "test"}, ".cpp");
  auto const lists = read_all({"test/consumer"}, "Lists.txt");
  for (auto const& page : pages()) {
    auto const text = read_file(page);
    auto const cpp = blocks_of(text, "cpp");
    for (auto const& line : missing(cpp, sources))
      BOOST_ERROR(page << " shows C++ that nothing has: the block that begins with " << line);
    for (auto const& line : missing(blocks_of(text, "cmake"), lists))
      BOOST_ERROR(page << " shows CMake that no consumer has: the block that begins with " << line);
  }
}

BOOST_AUTO_TEST_CASE(what_pages_link_to_is_there) {
  auto const docs = std::filesystem::weakly_canonical(source_folder() / "docs");
  std::set<std::string> linked;
  for (auto const& page : pages()) {
    for (auto const& to : links_in(read_file(page))) {
      auto const file =
          std::filesystem::weakly_canonical(to.file.empty() ? page : page.parent_path() / to.file);
      linked.insert(file.string());
      BOOST_TEST(std::filesystem::exists(file),
                 page << " links to " << to.file << ", which is not there");
      if (!to.heading.empty() && std::filesystem::exists(file))
        BOOST_TEST(headings_of(read_file(file)).contains(to.heading),
                   page << " links to " << to.file << "#" << to.heading << ": no such heading");
    }
  }
  for (auto const& page : pages()) {
    auto const path = std::filesystem::weakly_canonical(page).string();
    if (path.starts_with(docs.string()))
      BOOST_TEST(linked.contains(path), "no page links to " << path);
  }
}

BOOST_AUTO_TEST_CASE(the_protocol_has_the_words_of_messages) {
  auto const header = read_file(source_folder() / "lib/comm/wire/message.hpp");
  auto const begin = header.find("enum class word");
  auto const words = header.substr(begin, header.find("};", begin) - begin);
  auto const page = read_file(source_folder() / "docs/design/protocol.md");
  auto const word = std::regex(R"(^  (\w+),)", std::regex::multiline);
  auto const row = std::regex(R"(^\| `(\w+)` \|)", std::regex::multiline);
  BOOST_TEST(all_matches(words, word).size() > 5U);
  BOOST_TEST(all_matches(page, row) == all_matches(words, word), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_readme_is_short) {
  auto const text = read_file(source_folder() / "README.md");
  BOOST_TEST(std::ranges::count(text, '\n') <= 150);
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
  BOOST_TEST(!blocks_of(read_file(pages().front()), "cpp").empty());
  BOOST_TEST(pages().size() > 5U);
}

BOOST_AUTO_TEST_CASE(the_check_of_links_sees_what_is_planted) {
  auto const links = links_in("[a](b.md) [c](#d) f(x) [e](f/g.cpp#h) [i](https://j.k)");
  BOOST_TEST_REQUIRE(links.size() == 3U);
  BOOST_TEST(links[0].file == "b.md");
  BOOST_TEST(links[0].heading.empty());
  BOOST_TEST(links[1].file.empty());
  BOOST_TEST(links[1].heading == "d");
  BOOST_TEST(links[2].file == "f/g.cpp");
  BOOST_TEST(links[2].heading == "h");
  auto const headings = headings_of("# Six mistakes\ntext\n## `main`, and `dlp-run`\n#\n");
  BOOST_TEST(headings.contains("six-mistakes"));
  BOOST_TEST(headings.contains("main-and-dlp-run"));
  BOOST_TEST(!headings.contains("text"));
}
