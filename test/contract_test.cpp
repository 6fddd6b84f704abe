// SPDX-License-Identifier: BSL-1.0
//
// The promises of docs/design/contract.md and the tests that hold them. A test names its promises,
// `// contract: S3 E2`: each of these is in the page, and each promise in the page has a test, or
// stands in the page's list of those that no test can hold.
#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "pages.hpp"

using namespace dlp_test;

namespace {

using ids = std::set<std::string>;

struct contract {
  ids promises;  ///< "- **S3** …"
  ids untested;  ///< "| S3 | what holds it |"
};

auto set_of(lines const& all) -> ids { return {all.begin(), all.end()}; }

auto contract_in(std::string const& page) -> contract {
  static auto const promise = std::regex(R"(^- \*\*([A-Z]\d+)\*\* )", std::regex::multiline);
  static auto const row = std::regex(R"(^\| ([A-Z]\d+) \| [^|\n]+ \|)", std::regex::multiline);
  return {set_of(all_matches(page, promise)), set_of(all_matches(page, row))};
}

/// The promises that a test's tags name. What is no id is left as it is: it is in no page.
auto named_in(std::string const& test) -> ids {
  static auto const tag = std::regex(R"(^\s*(?://|#) contract: (.*)$)", std::regex::multiline);
  static auto const word = std::regex(R"(([^\s,]+))");
  ids all;
  for (auto const& words : all_matches(test, tag))
    for (auto const& id : all_matches(words, word)) all.insert(id);
  return all;
}

/// What is wrong between a contract and the tests, in sentences.
auto check(contract const& with, std::map<std::string, std::string> const& tests) -> lines {
  lines wrong;
  ids named;
  for (auto const& [file, text] : tests)
    for (auto const& id : named_in(text)) {
      named.insert(id);
      if (!with.promises.contains(id))
        wrong.push_back(file + " names " + id + ", which is no promise");
    }
  for (auto const& id : with.promises) {
    auto const listed = with.untested.contains(id);
    if (!listed && !named.contains(id)) wrong.push_back(id + " has no test");
    if (listed && named.contains(id))
      wrong.push_back(id + " has a test, and is listed as one without");
  }
  for (auto const& id : with.untested)
    if (!with.promises.contains(id)) wrong.push_back(id + " is listed, and is no promise");
  return wrong;
}

auto tests_of_the_project() -> std::map<std::string, std::string> {
  std::map<std::string, std::string> tests;
  for (auto const* folder : {"test", "benchmarks"})
    for (auto const& file : files_below(folder, [](auto const& path) {
           return is_cpp(path) || path.extension().empty();  // C++, or a script
         }))
      if (file.filename() != "contract_test.cpp")
        tests[std::filesystem::relative(file, source_folder()).generic_string()] = read_file(file);
  return tests;
}

}  // namespace

BOOST_AUTO_TEST_CASE(each_promise_has_a_test_and_each_tag_a_promise) {
  auto const with = contract_in(read_file(source_folder() / "docs/design/contract.md"));
  BOOST_TEST(with.promises.size() > 30U);
  for (auto const& sentence : check(with, tests_of_the_project())) BOOST_ERROR(sentence);
}

BOOST_AUTO_TEST_CASE(the_check_sees_what_is_planted) {
  auto const with = contract_in(
      "- **A1** one\n- **A2** two, **B9** no promise\n- **A3** three\n\n"
      "| promise | held by |\n|---|---|\n| A3 | a run by hand |\n| option | no id |\n");
  BOOST_TEST(with.promises == (ids{"A1", "A2", "A3"}), boost::test_tools::per_element());
  BOOST_TEST(with.untested == (ids{"A3"}), boost::test_tools::per_element());
  BOOST_TEST(named_in("// contract: A1 B2\n  # contract: A3, A4\n// the contract: C1\n") ==
                 (ids{"A1", "A3", "A4", "B2"}),
             boost::test_tools::per_element());

  BOOST_TEST(check(with, {{"x", "// contract: A1 A2"}}).empty());
  BOOST_TEST(check(with, {{"x", "// contract: A1"}}) == (lines{"A2 has no test"}),
             boost::test_tools::per_element());
  BOOST_TEST(
      check(with, {{"x", "// contract: A1 A2 B1"}}) == (lines{"x names B1, which is no promise"}),
      boost::test_tools::per_element());
  BOOST_TEST(check(with, {{"x", "// contract: A1 A2 A3"}}) ==
                 (lines{"A3 has a test, and is listed as one without"}),
             boost::test_tools::per_element());
  BOOST_TEST(check({{"A1"}, {"A1", "A2"}}, {}) == (lines{"A2 is listed, and is no promise"}),
             boost::test_tools::per_element());
}
