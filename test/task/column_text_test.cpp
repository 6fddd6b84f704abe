// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/column_text.hpp>

#include <array>
#include <cmath>
#include <complex>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>
#include <dlp/task/column_data.hpp>

#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(column_text_test)

using dlp::detail::is_single;
using dlp::detail::text_of;
using dlp::detail::value_from_text;
using dlp_test::contains;

namespace {

template <class T>
auto written(T const& value) -> std::string {
  return text_of(dlp::detail::result_value_of("x", value));
}

/// Whether a value comes back as it was, from a text that it becomes.
template <class T>
auto comes_back(T const& value) -> bool {
  auto const before = dlp::detail::result_value_of("x", value);
  auto coordinates = dlp::column();
  if constexpr (requires { value.coordinates; })
    dlp::detail::describe_type<decltype(value.coordinates)>(coordinates);
  auto const text = text_of(before);
  auto const after = value_from_text(text, dlp::detail::describe("x", T()), coordinates);
  return after == before && text_of(after) == text;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_text_is_json) {
  using limits = std::numeric_limits<double>;
  BOOST_TEST(written(std::vector{1.5, -0.0, 1e300}) == "[1.5,-0,1e+300]");
  BOOST_TEST(written(std::vector{limits::quiet_NaN(), limits::infinity(), -limits::infinity()}) ==
             R"(["NaN","Infinity","-Infinity"])");
  BOOST_TEST(written(std::complex(1.0, -2.0)) == "[1,-2]");
  BOOST_TEST(written(std::vector<std::array<int, 2>>{{1, 2}, {3, 4}}) == "[[1,2],[3,4]]");
  BOOST_TEST(written(std::vector<std::string>{"a\"b\\", "\n\x1f"}) ==
             R"(["a\"b\\","\u000a\u001f"])");
  BOOST_TEST(
      written(dlp::labelled{"t", std::vector{1}, std::vector{0.5}, "m", "s", {{"a", "b"}}}) ==
      R"({"dimension":"t","coordinates":[1],"values":[0.5],"unit":"m",)"
      R"("coordinate_unit":"s","attributes":{"a":"b"}})");
}

BOOST_AUTO_TEST_CASE(a_value_comes_back_to_the_last_bit) {
  BOOST_TEST(comes_back(std::vector{0.1, -0.0, 5e-324, std::numeric_limits<double>::max()}));
  BOOST_TEST(std::signbit(
      std::get<std::vector<double>>(
          value_from_text("[-0]", dlp::detail::describe("x", std::vector<double>())).value.values)
          .at(0)));
  BOOST_TEST(comes_back(std::complex(1.0 / 3, -0.1)));
  BOOST_TEST(comes_back(std::vector{std::numeric_limits<std::int64_t>::min()}));
  BOOST_TEST(comes_back(std::vector{std::numeric_limits<std::uint64_t>::max()}));
  BOOST_TEST(comes_back(std::vector{true, false}));
  BOOST_TEST(comes_back(std::vector<std::string>{"", "\"\\/", std::string("\0\x7f", 2), "ä"}));
  BOOST_TEST(comes_back(std::vector<double>()));
  BOOST_TEST(comes_back(std::vector<std::vector<std::array<float, 3>>>()));
  BOOST_TEST(comes_back(std::vector<std::vector<std::complex<double>>>{{{1, 2}}, {{3, 4}}}));
  using texts = std::vector<std::string>;
  BOOST_TEST(comes_back(dlp::labelled{"t", texts{"a", "b"}, std::vector{1, 2}, "m", "s"}));
  BOOST_TEST(comes_back(
      dlp::labelled{"t", texts{}, std::vector<double>{}, "", "", {{"a", "b"}, {"c", "}"}}}));
}

BOOST_AUTO_TEST_CASE(what_is_no_text_of_the_column_is_refused) {
  auto const what = dlp::detail::describe("x", std::vector<std::vector<double>>());
  for (auto const* text :
       {"", "[", "[[1]", "[[1],[2,3]]", "[1]", "[[x]]", "[[1]]x", "[[1 2]]",
        "{\"dimension\":\"t\"}", "[[\"NaN]]", "[[\"\"]]", "[[\"Inf\"]]", "[[\"-nan\"]]"}) {
    BOOST_TEST_CONTEXT(text)
    BOOST_CHECK_THROW(static_cast<void>(value_from_text(text, what)), dlp::error);
  }
  auto const names = dlp::detail::describe("x", std::vector<std::string>());
  BOOST_CHECK_THROW(static_cast<void>(value_from_text(R"(["\u00)", names)), dlp::error);
}

BOOST_AUTO_TEST_CASE(a_number_and_a_text_are_single) {
  BOOST_TEST(is_single(dlp::detail::describe("x", 1)));
  BOOST_TEST(is_single(dlp::detail::describe("x", std::string())));
  BOOST_TEST(!is_single(dlp::detail::describe("x", std::complex<float>())));
  BOOST_TEST(!is_single(dlp::detail::describe("x", std::vector<int>())));
}

BOOST_AUTO_TEST_CASE(attributes_are_json_and_come_back_as_what_they_were) {
  using limits = std::numeric_limits<double>;
  auto const all = dlp::detail::attributes_by_name{
      {"a \"b\"", "1"}, {"c", 1},    {"d", 1.0},
      {"e", 1e300},     {"f", -0.0}, {"g", std::numeric_limits<std::int64_t>::min()},
      {"h", ""},        {"i", 0.1},  {"j", std::numeric_limits<std::uint64_t>::max()}};
  auto const text = dlp::detail::text_of_attributes(all);
  BOOST_TEST(text == R"({"a \"b\"":"1","c":1,"d":1.0,"e":1e+300,"f":-0.0,"g":-9223372036854775808,)"
                     R"("h":"","i":0.1,"j":18446744073709551615})");
  BOOST_TEST((dlp::detail::attributes_from_text(text) == all));
  auto const no_numbers = dlp::detail::attributes_by_name{{"k", limits::infinity()}};
  BOOST_TEST(dlp::detail::text_of_attributes(no_numbers) == R"({"k":["Infinity"]})");
  BOOST_TEST((dlp::detail::attributes_from_text(R"({"k":["Infinity"]})") == no_numbers));
  for (auto const* wrong : {"", "{", "{}x", R"({"a"})", R"({"a":})", R"({"a":1,})", R"({"a":[1})",
                            R"({"a":1e})", R"({"a":99999999999999999999})"})
    BOOST_CHECK_THROW(static_cast<void>(dlp::detail::attributes_from_text(wrong)), dlp::error);
}

BOOST_AUTO_TEST_CASE(what_a_cell_says_is_json_and_comes_back) {
  auto const words = dlp::detail::words_of_cell{{0, {"J", {}}}, {12, {"", {{"n", 3}}}}};
  auto const text = dlp::detail::text_of_words(words);
  BOOST_TEST(text == R"({"0":{"unit":"J","attributes":{}},"12":{"unit":"","attributes":{"n":3}}})");
  BOOST_TEST((dlp::detail::words_from_text(text) == words));
  BOOST_TEST(dlp::detail::words_from_text("").empty());
  for (auto const* wrong : {"{", R"({"x":{"unit":"","attributes":{}}})", R"({"0":{}})"})
    BOOST_CHECK_THROW(static_cast<void>(dlp::detail::words_from_text(wrong)), dlp::error);
}

BOOST_AUTO_TEST_SUITE_END()
