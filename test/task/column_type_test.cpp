// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/column_type.hpp>

#include <array>
#include <complex>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(column_type_test)

namespace {

using dlp::column;
using dlp::column_kind;
enum class phase : std::uint8_t { solid };

template <class T>
auto described() -> column {
  return dlp::detail::describe("x", T());
}

}  // namespace

static_assert(!dlp::detail::is_column<std::map<int, int>>);
static_assert(!dlp::detail::is_column<char const*>);
static_assert(!dlp::detail::is_column<std::vector<std::optional<int>>>);
static_assert(dlp::detail::is_column<int[3]>);
static_assert(!dlp::detail::is_column<dlp::labelled<double, std::vector<double>>>);

BOOST_AUTO_TEST_CASE(each_kind_of_value_is_described) {
  BOOST_TEST((described<double>() == column{.name = "x"}));
  BOOST_TEST((described<float>() == column{.name = "x", .bytes = 4}));
  BOOST_TEST((described<short>() == column{"x", column_kind::integer, 2, true}));
  BOOST_TEST((described<unsigned>() == column{"x", column_kind::integer, 4, false}));
  BOOST_TEST((described<phase>() == column{"x", column_kind::integer, 1, false}));
  BOOST_TEST((described<bool>() == column{"x", column_kind::boolean, 1, false}));
  BOOST_TEST((described<std::complex<float>>() == column{"x", column_kind::complex, 8, true}));
  BOOST_TEST((described<std::string>() == column{"x", column_kind::text, 0, true}));
}

BOOST_AUTO_TEST_CASE(an_array_has_a_shape_with_0_where_its_type_does_not_say_how_long_it_is) {
  using shape = std::vector<dlp::index_t>;
  BOOST_TEST(described<std::vector<double>>().shape == (shape{0}));
  BOOST_TEST((described<std::vector<std::array<int, 3>>>().shape == shape{0, 3}));
  BOOST_TEST((described<std::vector<std::array<int, 3>>>().kind == column_kind::integer));
  BOOST_TEST((described<std::array<std::array<bool, 2>, 4>>().shape == shape{4, 2}));
}

BOOST_AUTO_TEST_CASE(what_a_value_says_of_its_column_is_in_it) {
  BOOST_TEST(described<std::optional<int>>().may_be_missing);
  auto const energy = dlp::detail::describe("e", dlp::quantity{1.0, "J", {{"a", "b"}}});
  BOOST_TEST((energy == column{.name = "e", .unit = "J", .attributes = {{"a", "b"}}}));
  auto const curve =
      dlp::detail::describe("c", dlp::labelled{"t", std::vector{1}, std::vector{1.0}, "m"});
  BOOST_TEST((curve == column{.name = "c", .shape = {0}, .unit = "m", .dimension = "t"}));
}

BOOST_AUTO_TEST_SUITE_END()
