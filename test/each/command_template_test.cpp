// SPDX-License-Identifier: BSL-1.0
#include <each/command_template.hpp>

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(command_template_test)

using dlp::detail::command_template;
using words = std::vector<std::string>;

namespace {

auto command(std::string const& text, words const& arguments) -> std::string {
  return command_template(text).command_for({.number = 7, .slot = 2, .arguments = arguments});
}

}  // namespace

BOOST_AUTO_TEST_CASE(an_argument_has_its_parts) {
  struct parts {
    char const* whole;
    char const* stem;
    char const* name;
    char const* folder;
    char const* name_stem;
  };
  for (auto const& [whole, stem, name, folder, name_stem] :
       {parts{"a.b/c.tar.gz", "a.b/c.tar", "c.tar.gz", "a.b", "c.tar"},
        parts{"a.b/c", "a.b/c", "c", "a.b", "c"}, parts{"c.x", "c", "c.x", ".", "c"},
        parts{"/c", "/c", "c", "/", "c"}, parts{"//a//b", "//a//b", "b", "//a", "b"},
        parts{"a.", "a", "a.", ".", "a"}}) {
    BOOST_TEST(command("{}", {whole}) == whole);
    BOOST_TEST(command("{.}", {whole}) == stem);
    BOOST_TEST(command("{/}", {whole}) == name);
    BOOST_TEST(command("{//}", {whole}) == folder);
    BOOST_TEST(command("{/.}", {whole}) == name_stem);
  }
  BOOST_TEST(command("{.}|{/}|{//}", {"x/"}) == "x/|''|.");
  BOOST_TEST(command("{//}", {""}) == ".");
  BOOST_TEST(command("{//}", {"//"}) == "/");
}

BOOST_AUTO_TEST_CASE(number_and_slot_are_the_jobs) { BOOST_TEST(command("{#}-{%}", {}) == "7-2"); }

BOOST_AUTO_TEST_CASE(a_place_names_one_of_several_arguments) {
  auto const three = words{"x/a.b", "c d", "e"};
  BOOST_TEST(command("{}", three) == "x/a.b 'c d' e");
  BOOST_TEST(command("{2} {1/.} {-1} {-3//}", three) == "'c d' a e x");
  BOOST_TEST(command("<{4}{-4}>", three) == "<>");
}

BOOST_AUTO_TEST_CASE(what_is_no_replacement_string_stays) {
  BOOST_TEST(command("{ } {a} {##} {..} {+1} {0} {1#} {", {"x"}) ==
             "{ } {a} {##} {..} {+1} {0} {1#} {");
  BOOST_TEST(!command_template("echo {a} ${HOME}").replaces());
  BOOST_TEST(command_template("echo {#}").replaces());
}

BOOST_AUTO_TEST_CASE(another_sign_for_all_takes_the_place_of_braces) {
  auto const one = words{"x"};
  BOOST_TEST(command_template("echo ,, {} {.}", ",,").command_for({.arguments = one}) ==
             "echo x {} x");
}

BOOST_AUTO_TEST_CASE(the_arguments_can_be_put_behind) {
  auto const two = words{"a b", "c"};
  auto echo = command_template("echo");
  echo.append_all();
  BOOST_TEST(echo.command_for({.arguments = two}) == "echo 'a b' c");
  BOOST_TEST(echo.text_for({.arguments = two}) == "echo a b c");
  auto line = command_template("");
  line.append_all();
  BOOST_TEST(line.text_for({.arguments = two}) == "a b c");
}

BOOST_AUTO_TEST_CASE(of_words_nothing_is_for_the_shell) {
  auto const given = words{"echo", "a  b;", "", "x{}y z"};
  auto const one = words{"1 2"};
  auto const made = command_template::of_words(given, "{}");
  BOOST_TEST(made.command_for({.arguments = one}) == "echo 'a  b;' '' x'1 2''y z'");
}

BOOST_AUTO_TEST_SUITE_END()
