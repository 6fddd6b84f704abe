// SPDX-License-Identifier: BSL-1.0
//
// What the compiler says of members without names is in compile_errors_test.
#include <dlp/task/visit_columns.hpp>

#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "../support/packed.hpp"
#include "../support/sweep_structs.hpp"

namespace {

/// Whose `serialize` is a function of its own, and which has another version.
struct foreign {
  double x = 0;
};
template <class Archive>
void serialize(Archive& archive, foreign& value, unsigned version) {
  if (version == 3) archive& boost::serialization::make_nvp("x", value.x);
}

}  // namespace
BOOST_CLASS_VERSION(foreign, 3)

BOOST_AUTO_TEST_SUITE(visit_columns_test)

namespace {

using names = std::vector<std::string>;
using namespace dlp_test;

/// Says what it has before any cell has run.
struct experiment {
  dlp::quantity<double> energy = {.unit = "J"};
  dlp::labelled<> curve = {.dimension = "t"};

  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive& BOOST_SERIALIZATION_NVP(energy) & BOOST_SERIALIZATION_NVP(curve);
  }
};

template <class R>
auto names_of() -> names {
  auto all = names();
  for (auto const& one : dlp::detail::columns_of<R>()) all.push_back(one.name);
  return all;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_struct_has_the_columns_that_its_serialize_names) {
  BOOST_TEST(names_of<swing>() == (names{"energy", "steps", "stable", "amplitude", "note", "trace",
                                         "main.at", "main.width"}));
  BOOST_TEST(names_of<heir>() == (names{"peak.at", "peak.width", "height"}));
  BOOST_TEST(names_of<foreign>() == (names{"x"}));
}

BOOST_AUTO_TEST_CASE(one_value_is_the_result_and_those_of_a_tuple_have_numbers) {
  BOOST_TEST(names_of<double>() == (names{"result"}));
  BOOST_TEST(names_of<std::vector<int>>() == (names{"result"}));
  BOOST_TEST((names_of<std::pair<int, double>>() == names{"result_1", "result_2"}));
  BOOST_TEST((names_of<std::tuple<int, peak, std::pair<int, int>>>() ==
              names{"result_1", "result_2.at", "result_2.width", "result_3.result_1",
                    "result_3.result_2"}));
}

BOOST_AUTO_TEST_CASE(what_has_a_unit_or_a_dimension_is_one_column_and_not_those_of_its_members) {
  using measured = std::pair<dlp::quantity<double>, dlp::labelled<>>;
  BOOST_TEST(names_of<measured>() == (names{"result_1", "result_2"}));
  BOOST_TEST(names_of<std::optional<int>>() == (names{"result"}));
  auto const columns = dlp::detail::columns_of<experiment>();
  BOOST_REQUIRE(columns.size() == 2U);
  BOOST_TEST(columns[0].unit == "J");
  BOOST_TEST(columns[1].dimension == "t");
}

BOOST_AUTO_TEST_CASE(the_kinds_are_known_before_there_is_a_result) {
  auto const columns = dlp::detail::columns_of<swing>();
  BOOST_TEST((columns[1].kind == dlp::column_kind::integer));
  BOOST_TEST((columns[4].kind == dlp::column_kind::text));
  BOOST_TEST(columns[5].shape == (std::vector<dlp::index_t>{0}));
}

BOOST_AUTO_TEST_CASE(each_value_is_visited_as_it_is) {
  auto const result = swing{.energy = 1.5, .steps = 3, .note = "x", .main = {.at = 7, .width = 2}};
  auto sum = 0.0;
  dlp::detail::visit_columns(result, [&]<class T>(std::string const&, T const& value) {
    if constexpr (std::is_arithmetic_v<T>) sum += static_cast<double>(value);
  });
  BOOST_TEST(sum == 1.5 + 3 + 7 + 2);
}

BOOST_AUTO_TEST_CASE(a_result_is_filled_by_its_names) {
  auto result = std::tuple(swing(), heir(), 1L);
  dlp::detail::fill_columns(result, []<class T>(std::string const& name, T& value) {
    if constexpr (std::is_arithmetic_v<T>) value = static_cast<T>(name.size());
  });
  BOOST_TEST(std::get<0>(result).main.width == 19);
  BOOST_TEST(std::get<0>(result).steps == 14);
  BOOST_TEST(std::get<1>(result).at == 16);
  BOOST_TEST(std::get<1>(result).height == 15);
  BOOST_TEST(std::get<2>(result) == 8);
}

BOOST_AUTO_TEST_CASE(what_says_its_columns_travels_whole) {
  static_assert(dlp::detail::sendable<experiment> && dlp::detail::sendable<heir>);
  auto sent = experiment();
  sent.energy = 2.5;
  sent.curve.values = {1, 2, 3};
  auto const come = dlp::detail::unpack<experiment>(packed(sent));
  BOOST_TEST(come.energy.value == 2.5);
  BOOST_TEST(come.energy.unit == "J");
  BOOST_TEST(come.curve.values == sent.curve.values);
  BOOST_TEST(comes_back(swing{.energy = 1.5, .trace = {1, 2}, .main = {.at = 3}}));
}

BOOST_AUTO_TEST_SUITE_END()
