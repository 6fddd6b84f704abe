// SPDX-License-Identifier: BSL-1.0
#include <each/each_options.hpp>

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(each_options_test)

using namespace dlp::detail;
using words = std::vector<std::string>;

namespace {

auto parsed(words const& arguments) -> each_options { return parse_each_options(arguments); }

auto refusal(words const& arguments) -> std::string {
  return dlp_test::text_of<dlp::usage_error>([&] { return parse_each_options(arguments); });
}

auto command_in(words const& arguments) -> std::string {
  auto const one = words{"a b"};
  return parsed(arguments).command.command_for({.arguments = one});
}

}  // namespace

BOOST_AUTO_TEST_CASE(options_end_where_the_command_begins) {
  BOOST_TEST(command_in({"-k", "ls", "-k", ":::", "x"}) == "ls -k 'a b'");
  BOOST_TEST(command_in({"--", "-k", "{}", ":::", "x"}) == "-k 'a b'");
  BOOST_TEST(command_in({"echo {}; ls"}) == "echo 'a b'; ls");
  BOOST_TEST(command_in({"-q", "echo", "a;", ":::", "x"}) == "echo 'a;' 'a b'");
  BOOST_TEST(command_in({"-I", ",,", "echo", ",,", "{}"}) == "echo 'a b' {}");
}

BOOST_AUTO_TEST_CASE(without_a_command_lines_are_commands) {
  BOOST_TEST(parsed({}).lines_are_commands);
  BOOST_TEST(parsed({":::", "echo a"}).lines_are_commands);
  BOOST_TEST(!parsed({"echo"}).lines_are_commands);
}

BOOST_AUTO_TEST_CASE(sources_stand_in_their_order) {
  auto const all =
      parsed({"-a", "f", "echo", ":::", "1", "2", ":::+", "x", "::::", "g", "-", ":::"})
          .arguments.sources;
  BOOST_REQUIRE(all.size() == 6U);
  BOOST_TEST(all[0].file.value() == "f");
  BOOST_TEST(all[1].words == (words{"1", "2"}));
  BOOST_TEST(all[2].is_linked);
  BOOST_TEST(all[3].file.value() == "g");
  BOOST_TEST(all[4].file.value() == "-");
  BOOST_TEST(all[5].words.empty());
  BOOST_TEST(parsed({"echo"}).arguments.sources.front().file.value() == "-");
}

BOOST_AUTO_TEST_CASE(each_option_does_what_it_says) {
  BOOST_TEST(parsed({"-k", "c"}).printing.keeps_order);
  BOOST_TEST(parsed({"--lb", "c"}).printing.by_line);
  BOOST_TEST(!parsed({"-u", "c"}).is_captured);
  BOOST_TEST(parsed({"-u", "--group", "c"}).is_captured);
  BOOST_TEST(parsed({"--dry-run", "c"}).is_dry);
  BOOST_TEST(parsed({"--dryrun", "c"}).is_dry);
  BOOST_TEST(parsed({"--bar", "c"}).shows_bar);
  BOOST_TEST(parsed({"-v", "c"}).prints_commands);
  BOOST_TEST(parsed({"-0", "c"}).arguments.end_of_argument == '\0');
  BOOST_TEST(parsed({"-d", ",", "c"}).arguments.end_of_argument == ',');
  BOOST_TEST(parsed({"-d", "\\t", "c"}).arguments.end_of_argument == '\t');
  BOOST_TEST(parsed({"-d", "\\x2c", "c"}).arguments.end_of_argument == ',');
  BOOST_TEST(parsed({"-d", "\\054", "c"}).arguments.end_of_argument == ',');
  BOOST_TEST(parsed({"-d", "\\0", "c"}).arguments.end_of_argument == '\0');
  BOOST_TEST(parsed({"-C", ",", "c"}).arguments.columns.value() == ",");
  BOOST_TEST(parsed({"--xapply", "c"}).arguments.links_all);
  BOOST_TEST(parsed({"-r", "c"}).arguments.skips_empty);
  BOOST_TEST(parsed({"--timeout", "1.5", "c"}).timeout->count() == 1.5);
  BOOST_TEST(parsed({"--timeout", "2m", "c"}).timeout->count() == 120);
  BOOST_TEST(parsed({"--timeout=1d", "c"}).timeout->count() == 86'400);
  BOOST_TEST(parsed({"c"}).tries == 1U);
  BOOST_TEST(parsed({"--retries", "0", "c"}).tries == 0U);
  BOOST_TEST(parsed({"--retries=4", "c"}).tries == 4U);
  BOOST_TEST(parsed({"-j4", "c"}).says_jobs_is_ranks);
  BOOST_TEST(parsed({"-P", "4", "c"}).says_jobs_is_ranks);
  BOOST_TEST(parsed({"--store", "x.db", "c"}).store == "x.db");
  BOOST_TEST(!parsed({"--halt", "now,fail=1", "c"}).halt.is_never());
  BOOST_TEST(parsed({"--help"}).shows_help);
  BOOST_TEST(parsed({"--version"}).shows_version);
}

BOOST_AUTO_TEST_CASE(a_log_can_be_gone_on_with) {
  auto const plain = parsed({"--joblog", "l", "c"});
  BOOST_TEST(plain.log == "l");
  BOOST_TEST(!plain.log_goes_on);
  BOOST_TEST(parsed({"--jl", "+l", "c"}).log_goes_on);
  auto const all = parsed({"--joblog", "l", "--resume", "c"});
  BOOST_TEST(all.skips_done);
  BOOST_TEST(all.skips_failed_too);
  BOOST_TEST(!parsed({"--joblog", "l", "--resume-failed", "c"}).skips_failed_too);
  BOOST_TEST(dlp_test::contains(refusal({"--resume", "c"}), "need --joblog"));
}

BOOST_AUTO_TEST_CASE(lines_are_tagged_with_arguments_or_a_text) {
  auto const one = words{"a b"};
  BOOST_TEST(!parsed({"c"}).tag);
  BOOST_TEST(parsed({"--tag", "c"}).tag->text_for({.arguments = one}) == "a b");
  BOOST_TEST(parsed({"--tagstring", "{#}x", "c"}).tag->text_for({.number = 3}) == "3x");
}

BOOST_AUTO_TEST_CASE(what_is_not_there_is_one_sentence) {
  BOOST_TEST(refusal({"--bogus", "c"}) ==
             "dlp-each: it has no option \"--bogus\"; dlp-each --help says how it is called");
  BOOST_TEST(dlp_test::contains(refusal({"-z", "c"}), "it has no option \"-z\""));
  BOOST_TEST(dlp_test::contains(refusal({"-S", "host", "c"}), "the hosts are those of mpiexec"));
  BOOST_TEST(dlp_test::contains(refusal({"--results", "x", "c"}), "--store FILE keeps"));
  BOOST_TEST(dlp_test::contains(refusal({"--pipe", "c"}), "/dev/null"));
  BOOST_TEST(dlp_test::contains(refusal({"--joblog"}), "--joblog needs a value"));
  BOOST_TEST(dlp_test::contains(refusal({"--timeout", "0", "c"}), "--timeout takes seconds"));
  BOOST_TEST(dlp_test::contains(refusal({"--timeout", "9%", "c"}), "--timeout takes seconds"));
  BOOST_TEST(dlp_test::contains(refusal({"--retries", "-1", "c"}), "--retries takes a number"));
  BOOST_TEST(dlp_test::contains(refusal({"-d", "ab", "c"}), "--delimiter takes one character"));
  BOOST_TEST(dlp_test::contains(refusal({"c", ":::+", "a"}), ":::+ needs a source"));
  BOOST_TEST(dlp_test::contains(refusal({"c", "::::"}), ":::: needs a file"));
  BOOST_TEST(dlp_test::contains(refusal({"c", "::::", "-", "-"}), "stdin can be read once"));
  BOOST_TEST(dlp_test::contains(refusal({"-u", "--store", "x", "c"}), "by --ungroup"));
}

BOOST_AUTO_TEST_CASE(help_fits_a_terminal_and_has_every_option_of_its_own) {
  auto const text = each_help_text();
  auto width = std::size_t{0};
  for (auto const c : text) {
    width = c == '\n' ? 0 : width + ((c & 0xc0) == 0x80 ? 0 : 1);
    BOOST_TEST(width <= 80U);
  }
  for (auto const* one : {"--store", "--joblog", "--halt", "--timeout", "--retries", "--resume",
                          "--dry-run", "--bar", "--tag", "--line-buffer", "-k", "-C", "-0"})
    BOOST_TEST(dlp_test::contains(text, one), one);
}

BOOST_AUTO_TEST_SUITE_END()
