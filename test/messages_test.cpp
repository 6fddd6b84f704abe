// SPDX-License-Identifier: BSL-1.0
//
// The messages that docs/troubleshooting.md quotes are those of the library, and
// docs/guide/variables.md has every variable that is read.
#include <algorithm>
#include <map>
#include <regex>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "pages.hpp"

using namespace dlp_test;

namespace {

/// All that stands in quotation marks, one behind the other, as a message is put together.
auto literals_of(std::string const& source) -> std::string {
  std::string all;
  auto inside = false;
  for (auto at = std::size_t{0}; at < source.size(); ++at) {
    auto const c = source[at];
    if (c == '"') {
      inside = !inside;
    } else if (inside && c == '\\' && at + 1 < source.size()) {
      if (source[++at] == '"') all += '"';
    } else if (inside) {
      all += c;
    } else if (c == '\'' && source.substr(at, 3) == "'\"'") {
      at += 2;  // one that begins no text
    } else if (source.substr(at, 2) == "//") {
      at = std::min(source.find('\n', at), source.size());
    }
  }
  return all;
}

/// The parts of a message between …, without the space around them.
auto parts_of(std::string const& message) -> lines {
  static auto const left_out = std::string("…");
  lines parts;
  for (auto from = std::size_t{0}; from <= message.size();) {
    auto const to = std::min(message.find(left_out, from), message.size());
    for (auto& part : lines_of(message.substr(from, to - from))) parts.push_back(std::move(part));
    from = to + left_out.size();
  }
  return parts;
}

/// What the library, CMake's files and the tools may say, by file.
auto all_that_is_said() -> std::vector<std::string> {
  std::vector<std::string> said;
  auto const is_any = [](auto const&) { return true; };
  for (auto const* folder : {"lib", "include", "cmake", "tools"})
    for (auto const& file : files_below(folder, is_any))
      said.push_back(literals_of(read_file(file)));
  return said;
}

/// The parts of messages that nobody says.
auto unsaid(std::vector<lines> const& messages, std::vector<std::string> const& said) -> lines {
  lines result;
  for (auto const& block : messages)
    for (auto const& message : block)
      for (auto const& part : parts_of(message))
        if (std::ranges::all_of(said, [&](auto const& all) { return all.find(part) == all.npos; }))
          result.push_back(part);
  return result;
}

/// The variables that a file reads, by its kind.
auto variables_read_by_the_library(std::string const& text) -> lines {
  static auto const literal = std::regex(R"re("(DLP_[A-Z_]+)")re");
  return all_matches(text, literal);
}
auto variables_read_by_a_test(std::string const& text) -> lines {
  static auto const call = std::regex(R"re((?:getenv|number)\("(DLP_[A-Z_]+)")re");
  return all_matches(text, call);
}
auto variables_read_by_a_script(std::string const& text) -> lines {
  static auto const use = std::regex(R"re(\$\{?(DLP_[A-Z_]+))re");
  return all_matches(text, use);
}

/// All variables that are read, with a file that does.
auto variables_read() -> std::map<std::string, std::string> {
  std::map<std::string, std::string> result;
  auto const add = [&](auto const& file, lines const& names) {
    for (auto const& name : names) result.emplace(name, file.string());
  };
  for (auto const* folder : {"lib", "include"})
    for (auto const& file : files_below(folder, is_cpp))
      add(file, variables_read_by_the_library(read_file(file)));
  for (auto const* folder : {"test", "benchmarks"})
    for (auto const& file : files_below(folder, is_cpp))
      add(file, variables_read_by_a_test(read_file(file)));
  auto const is_script = [](auto const& path) {
    return path.extension() == ".bash" || path.extension().empty();
  };
  for (auto const* folder : {"test", "benchmarks", "tools"})
    for (auto const& file : files_below(folder, is_script))
      add(file, variables_read_by_a_script(read_file(file)));
  return result;
}

}  // namespace

BOOST_AUTO_TEST_CASE(messages_in_troubleshooting_are_those_of_the_library) {
  auto const messages = blocks_of(read_file(source_folder() / "docs/troubleshooting.md"), "");
  BOOST_TEST(messages.size() > 20U);
  for (auto const& part : unsaid(messages, all_that_is_said()))
    BOOST_ERROR("docs/troubleshooting.md quotes what nobody says: " << part);
}

BOOST_AUTO_TEST_CASE(every_variable_is_in_its_page) {
  static auto const row = std::regex(R"(\| `(DLP_[A-Z_]+)` \|)");
  auto const known = all_matches(read_file(source_folder() / "docs/guide/variables.md"), row);
  auto const read_somewhere = variables_read();
  BOOST_TEST(read_somewhere.contains("DLP_PROGRESS"));
  BOOST_TEST(read_somewhere.contains("DLP_TEST_SOAK"));
  BOOST_TEST(read_somewhere.contains("DLP_SHIM_SEEDS"));
  for (auto const& [name, file] : read_somewhere)
    BOOST_TEST(std::ranges::count(known, name) == 1,
               name << ", which " << file << " reads, is to have a row in docs/guide/variables.md");
  for (auto const& name : known)
    BOOST_TEST(read_somewhere.contains(name),
               "docs/guide/variables.md has " << name << ", which nothing reads");
}

BOOST_AUTO_TEST_CASE(the_check_of_messages_sees_what_is_planted) {
  auto const said =
      std::vector{literals_of("throw error(\"dlp: rank \" + n + \" of \"  // \"not this\n \"many "
                              "\\\"x\\\"\\n\"); '\"'; f(\"y\")")};
  BOOST_TEST(said[0] == "dlp: rank  of many \"x\"y");
  BOOST_TEST(parts_of("dlp: rank … of many … ") == (lines{"dlp: rank", "of many"}),
             boost::test_tools::per_element());
  BOOST_TEST(unsaid({{"dlp: rank … of many \"x\""}}, said).empty());
  BOOST_TEST(unsaid({{"dlp: rank … of few"}}, said) == (lines{"of few"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_check_of_variables_sees_what_is_planted) {
  auto const one = lines{"DLP_X"};
  auto const each = boost::test_tools::per_element();
  BOOST_TEST(variables_read_by_the_library("variable(\"DLP_X\") // \"DLP_Y is\"") == one, each);
  BOOST_TEST(variables_read_by_a_test("getenv(\"DLP_X\"); setenv(\"DLP_Y\", 1)") == one, each);
  BOOST_TEST(variables_read_by_a_script("DLP_Y=1 f \"${DLP_X:-2}\"") == one, each);
}
