// SPDX-License-Identifier: BSL-1.0
#include <report/pictures/json_line.hpp>

#include <string>

#include <boost/property_tree/ptree.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(json_line_test)

using dlp::detail::object_in;

BOOST_AUTO_TEST_CASE(a_line_is_an_object) {
  auto const object = object_in(R"({"a": 1.5, "b": "[[[{\"", "c": [1, 2]})");
  BOOST_REQUIRE(object.has_value());
  BOOST_TEST(object->get<double>("a") == 1.5);
  BOOST_TEST(object->get<std::string>("b") == "[[[{\"");
  BOOST_TEST(object->get_child("c").size() == 2u);
}

BOOST_AUTO_TEST_CASE(what_is_cut_or_no_object_is_none) {
  auto const whole = std::string(R"({"a": {"b": [1, "x"]}})");
  for (auto length = std::size_t{0}; length != whole.size(); ++length)
    BOOST_TEST(!object_in(whole.substr(0, length)).has_value());
  BOOST_TEST(object_in(whole).has_value());
  for (auto const* text :
       {"", "{", "}", "[1]", "1", "{1}", "{\"a\":}", "{\"a\": \"\xff\"}", "{} {}"})
    BOOST_TEST(!object_in(text).has_value(), text);
}

BOOST_AUTO_TEST_CASE(a_million_brackets_are_none) {
  auto const many = std::string(1'000'000, '[');
  BOOST_TEST(!object_in("{\"a\": " + many + std::string(many.size(), ']') + "}").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
