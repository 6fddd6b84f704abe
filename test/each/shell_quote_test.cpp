// SPDX-License-Identifier: BSL-1.0
#include <each/shell_quote.hpp>

#include <cstdio>
#include <string>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(shell_quote_test)

using dlp::detail::shell_quoted;

BOOST_AUTO_TEST_CASE(plain_words_stay_as_they_are) {
  for (auto const* word : {"a", "A_b-c/d.e", "a+b", "-x", "0"})
    BOOST_TEST(shell_quoted(word) == word);
}

BOOST_AUTO_TEST_CASE(others_are_written_as_gnu_parallel_does) {
  BOOST_TEST(shell_quoted("") == "''");
  BOOST_TEST(shell_quoted("a b") == "'a b'");
  BOOST_TEST(shell_quoted("it's") == "'it'\"'\"'s'");
  BOOST_TEST(shell_quoted("''") == "\"'\"''\"'\"");
  BOOST_TEST(shell_quoted("a'") == "'a'\"'\"");
  BOOST_TEST(shell_quoted("a,b=c") == "'a,b=c'");
}

BOOST_AUTO_TEST_CASE(a_shell_reads_each_back_as_it_was) {
  auto all = std::string("'\"$`\\!*?~#&;|<>(){}[]\n\t é=%^ ");
  for (auto c = 1; c != 256; ++c) all += static_cast<char>(c);
  for (auto const& text : {all, std::string("'"), std::string("'''a''b'"), std::string("\n")}) {
    auto* const pipe = ::popen(("printf %s " + shell_quoted(text)).c_str(), "r");
    auto read = std::string();
    for (auto c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) read += static_cast<char>(c);
    ::pclose(pipe);
    BOOST_TEST(read == text);
  }
}

BOOST_AUTO_TEST_SUITE_END()
