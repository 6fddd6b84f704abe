// SPDX-License-Identifier: BSL-1.0
#include <report/pictures/svg_picture.hpp>

#include <sstream>
#include <string>

#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(svg_picture_test)

using namespace dlp::detail;

namespace {

auto parsed(std::string const& text) -> boost::property_tree::ptree {
  auto in = std::istringstream(text);
  auto tree = boost::property_tree::ptree();
  boost::property_tree::read_xml(in, tree);
  return tree;
}

}  // namespace

BOOST_AUTO_TEST_CASE(no_text_is_markup) {
  BOOST_TEST(escaped("<b a=\"1\" c='2'>&amp;") ==
             "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;");
  BOOST_TEST(escaped(std::string("\x01\n\xff", 3)) == "\\x01\\n\\xff");
  BOOST_TEST(escaped("µ → é") == "µ → é");
}

BOOST_AUTO_TEST_CASE(a_duration_has_three_digits_and_its_unit) {
  BOOST_TEST(seconds_text(0) == "0 s");
  BOOST_TEST(seconds_text(1.234) == "1.23 s");
  BOOST_TEST(seconds_text(0.02) == "20 ms");
  BOOST_TEST(seconds_text(0.001) == "1 ms");
  BOOST_TEST(seconds_text(3.2e-6) == "3.2 µs");
  BOOST_TEST(seconds_text(5e-9) == "5 ns");
  BOOST_TEST(seconds_text(120) == "120 s");
  BOOST_TEST(seconds_text(1'200) == "20 min");
  BOOST_TEST(seconds_text(90'000) == "25 h");
  BOOST_TEST(seconds_text(4e9).find('e') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(numbers_are_read_by_people) {
  BOOST_TEST(count_text(0) == "0");
  BOOST_TEST(count_text(1'234'567) == "1234567");
  BOOST_TEST(count_text(12'340'000) == "12.3 million");
  BOOST_TEST(count_text(2.5) == "2.5");
  BOOST_TEST(place_text(12) == "12");
  BOOST_TEST(place_text(12.25) == "12.2");
  BOOST_TEST(place_text(-0.01) == "0");
}

BOOST_AUTO_TEST_CASE(an_axis_has_few_round_numbers) {
  for (auto until = 1e-7; until < 1e12; until *= 1.37) {
    auto const steps = round_steps(until);
    BOOST_TEST(steps.size() >= 3u, until);
    BOOST_TEST(steps.size() <= 8u, until);
    BOOST_TEST(steps.front() == 0);
    BOOST_TEST(steps.back() <= until * 1.0001);
  }
  BOOST_TEST(round_steps(10) == (std::vector<double>{0, 2, 4, 6, 8, 10}),
             boost::test_tools::per_element());
  BOOST_TEST(round_steps(0).size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_text_is_cut_where_a_character_ends) {
  BOOST_TEST(shortened("short", 10) == "short");
  BOOST_TEST(shortened("a longer text", 6) == "a lon…");
  BOOST_TEST(shortened("ééééé", 3) == "éé…");
  BOOST_TEST(width_of("ab") == 2 * width_of("a"));
}

BOOST_AUTO_TEST_CASE(a_picture_is_well_formed_whatever_its_texts_are) {
  auto picture = svg_picture("a <b> & \"c\"", 100, 50);
  picture.rect("c0", {1, 2, 3, 4}, "tip </title><script>");
  picture.text("t", 1, 2, "x < y");
  picture.circle("c5", 1, 1, 3, "&");
  picture.line("axis", 0, 0, 10, 10);
  picture.path("area", "M0 0H1z");
  picture.key("c1", 1, 2, "<key>");
  for (auto const& text : {picture.all(), picture.all(style_of_pictures)}) {
    auto const tree = parsed(text);
    BOOST_TEST(tree.get<std::string>("svg.rect.<xmlattr>.class").size() > 0u);
    BOOST_TEST(tree.get<std::string>("svg.<xmlattr>.viewBox") == "0 0 100 50");
    BOOST_TEST(tree.get<std::string>("svg.<xmlattr>.aria-label") == "a <b> & \"c\"");
    BOOST_TEST(text.find("<script") == std::string::npos);
  }
  BOOST_TEST(parsed(picture.all()).get<std::string>("svg.rect.title") == "tip </title><script>");
}

BOOST_AUTO_TEST_CASE(there_are_colours_for_the_light_the_dark_and_paper) {
  for (auto const* part : {"prefers-color-scheme:dark", "@media print", "--c0:"})
    BOOST_TEST(style_of_pictures.find(part) != std::string_view::npos);
  for (auto const* outside : {"http", "url(", "@import"})
    BOOST_TEST(style_of_pictures.find(outside) == std::string_view::npos);
}

BOOST_AUTO_TEST_SUITE_END()
