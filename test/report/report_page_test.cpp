// SPDX-License-Identifier: BSL-1.0
#include <report/pictures/report_page.hpp>

#include <sstream>
#include <string>

#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <boost/test/unit_test.hpp>
#include <report/pictures/run_file.hpp>
#include <report/pictures/svg_picture.hpp>

#include "../support/texts.hpp"
#include "planted_run.hpp"

BOOST_AUTO_TEST_SUITE(report_page_test)

using namespace dlp::detail;
using namespace dlp_test;
using boost::property_tree::ptree;

namespace {

auto run_of(std::string const& lines) -> drawn_run {
  auto in = std::istringstream(lines);
  return read_run(in, "lines");
}

/// The page as XML.
auto parsed(std::string const& page) -> ptree {
  auto in = std::istringstream(page);
  auto tree = ptree();
  boost::property_tree::read_xml(in, tree);
  return tree;
}

/// All elements of a name, however deep.
void find_all(ptree const& in, std::string const& name, std::vector<ptree const*>& found) {
  for (auto const& [called, one] : in) {
    if (called == name) found.push_back(&one);
    find_all(one, name, found);
  }
}
auto all_of(ptree const& in, std::string const& name) -> std::vector<ptree const*> {
  auto found = std::vector<ptree const*>();
  find_all(in, name, found);
  return found;
}

/// What stands under a name among the facts of a loop.
auto fact_in(ptree const& section, std::string const& name) -> std::string {
  for (auto const& [called, one] : section.get_child("dl"))
    if (one.get<std::string>("dt", "") == name) return one.get<std::string>("dd");
  return {};
}

}  // namespace

BOOST_AUTO_TEST_CASE(its_numbers_are_those_of_the_report) {
  auto const told = planted_loop{.slowness = {1, 1, 3, 1}};
  auto const record = record_of(told);
  auto const of = assess(record);
  auto const tree = parsed(report_page(run_of(report_line(told, "swings")), "r.json"));
  auto const sections = all_of(tree, "section");
  BOOST_REQUIRE(sections.size() == 1u);
  auto const& section = *sections[0];
  BOOST_TEST(section.get<std::string>("h2") == "swings");
  BOOST_TEST(fact_in(section, "examples") == "400");
  BOOST_TEST(fact_in(section, "workers") == "4");
  BOOST_TEST(fact_in(section, "it took") == seconds_text(of.makespan));
  BOOST_TEST(fact_in(section, "in bodies") == seconds_text(of.sum.seconds));
  BOOST_TEST(fact_in(section, "efficiency") == count_text(std::round(100 * of.efficiency)) + " %");
  BOOST_TEST(
      fact_in(section, "longest, index " + std::to_string(record.index_at(of.sum.longest_at))) ==
      seconds_text(of.sum.longest));
  BOOST_TEST(fact_in(section, "at best") == seconds_text(of.bound));
  BOOST_TEST(contains(section.get<std::string>("ul.li"), "rank 3"));
  BOOST_TEST(all_of(section, "svg").size() == 7u);
  auto examples = 0;
  auto const rows = all_of(section.get_child("details"), "tr");
  for (auto at = std::size_t{1}; at != rows.size(); ++at)
    examples += std::next(rows[at]->begin(), 2)->second.get_value<int>();
  BOOST_TEST(examples == 400);
}

BOOST_AUTO_TEST_CASE(several_loops_have_an_index_that_leads_to_them) {
  auto const tree = parsed(report_page(
      run_of(report_line({}, "a") + report_line({}, "b") + report_line({}, "c")), "r.json"));
  auto const links = all_of(tree, "a");
  auto const sections = all_of(tree, "section");
  BOOST_REQUIRE(links.size() == 3u);
  BOOST_REQUIRE(sections.size() == 3u);
  for (auto at = std::size_t{0}; at != 3; ++at) {
    BOOST_TEST(links[at]->get<std::string>("<xmlattr>.href") ==
               "#" + sections[at]->get<std::string>("<xmlattr>.id"));
    BOOST_TEST(links[at]->data() == sections[at]->get<std::string>("h2"));
  }
}

BOOST_AUTO_TEST_CASE(it_needs_nothing_else_and_no_text_is_markup) {
  auto const evil = std::string("</h2><script>alert(1)</script> & \" ' \x01");
  auto const event =
      R"({"ts":5,"ph":"i","pid":0,"tid":0,"cat":"failure","name":"<b>no</b>","s":"p"})";
  for (auto const& lines : {report_line({}, evil) + report_line({}),
                            body_line(1, R"(<img src=x> & \"q\")", 0, 5, 0) + event}) {
    auto const page = report_page(run_of(lines), evil);
    static_cast<void>(parsed(page));
    for (auto const* part : {"<script", "<img", "<b>", "@import", "url("})
      BOOST_TEST(!contains(page, part), part);
    for (auto at = page.find("http"); at != page.npos; at = page.find("http", at + 1))
      BOOST_TEST(page.substr(at).starts_with("http://www.w3.org/2000/svg"));
  }
  auto const page = report_page(run_of(report_line({})), "r.json");
  BOOST_TEST(contains(page, "prefers-color-scheme:dark"));
  BOOST_TEST(contains(page, "width=device-width"));
}

BOOST_AUTO_TEST_CASE(of_a_huge_timeline_it_is_of_bounded_size) {
  auto lines = std::string();
  for (auto rank = 1; rank <= 40; ++rank)
    for (auto at = 0; at != 1'000; ++at)
      lines += body_line(rank, "loop " + std::to_string(at % 40), at * 10.0 + rank, 8, at) +
               span_line(rank, "mark", "mark " + std::to_string(at), at * 10.0, 1);
  auto const run = run_of(lines);
  auto const page = report_page(run, "t.json");
  BOOST_TEST(page.size() < 8'000'000u);
  BOOST_TEST(all_of(parsed(page), "section").size() == most_loops);
  BOOST_TEST(contains(page, "Of 16 more there are no pictures"));
}

BOOST_AUTO_TEST_CASE(what_is_left_out_is_said) {
  auto const run = run_of(report_line({}) + "{\"loop\": \n");
  BOOST_TEST(contains(report_page(run, "r.json"), "1 line of it is cut"));
  BOOST_TEST(contains(report_lines(run), "1 line of it is cut"));
}

BOOST_AUTO_TEST_CASE(names_of_the_program_in_a_sentence_are_code) {
  auto run = run_of(report_line({}));
  run.loops[0].sentences = {"give `cost` <now>", "a ` alone"};
  auto const page = report_page(run, "r.json");
  BOOST_TEST(contains(page, "give <code>cost</code> &lt;now&gt;"));
  BOOST_TEST(contains(page, "a ` alone"));
}

BOOST_AUTO_TEST_CASE(in_lines_there_are_the_numbers_and_the_verdict) {
  auto const text = report_lines(run_of(report_line({.slowness = {1, 1, 3, 1}}, "swings")));
  BOOST_TEST(text.starts_with("swings: 400 examples on 4 workers, "));
  BOOST_TEST(contains(text, "\n  → rank 3"));
}

BOOST_AUTO_TEST_CASE(a_timeline_of_marks_alone_has_a_page) {
  auto const tree = parsed(report_page(run_of(span_line(0, "mark", "solve", 0, 2e6)), "t.json"));
  auto const cells = all_of(tree, "td");
  BOOST_REQUIRE(cells.size() == 4u);
  BOOST_TEST(cells[0]->data() == "solve");
  BOOST_TEST(cells[2]->data() == "2 s");
}

BOOST_AUTO_TEST_SUITE_END()
