// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/averages.hpp>

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <boost/serialization/complex.hpp>
#include <boost/test/unit_test.hpp>

#include "../support/packed.hpp"
#include "../support/sweep_structs.hpp"
#include "../support/texts.hpp"
#include "../support/two_pass.hpp"

BOOST_AUTO_TEST_SUITE(averages_test)

namespace {

using dlp_test::text_of;
using numbers = std::vector<double>;

/// What a trajectory returns.
struct observables {
  dlp::labelled<> population = {.dimension = "t"};
  std::complex<double> amplitude = {};
  dlp_test::peak main = {};

  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive& BOOST_SERIALIZATION_NVP(population) & BOOST_SERIALIZATION_NVP(amplitude) &
        BOOST_SERIALIZATION_NVP(main);
  }
};

/// The columns of what some trajectories return, by their numbers.
struct trajectories {
  std::vector<numbers> columns;
  explicit trajectories(std::size_t count) {
    for (auto const seed : {1U, 2U, 3U, 4U, 5U, 6U})
      columns.push_back(dlp_test::numbers_around(seed, count, seed));
  }
  [[nodiscard]] auto at(std::size_t i) const -> observables {
    auto const x = [&](std::size_t column) { return columns[column][i]; };
    return {.population = {"t", {0, 0.1}, {x(0), x(1)}},
            .amplitude = {x(2), x(3)},
            .main = {x(4), x(5)}};
  }
};

auto of(std::vector<numbers> const& all) -> dlp::averages<numbers> {
  auto made = dlp::averages<numbers>();
  for (auto const& one : all) made(one);
  return made;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_mean_of_structs_is_a_struct_of_means_at_any_split) {
  auto const some = trajectories(12);
  dlp_test::for_every_split<dlp::averages<observables>>(
      12, [&](auto& part, std::size_t i) { part(some.at(i)); },
      [&](dlp::averages<observables> const& got) {
        BOOST_TEST(got.count() == 12u);
        auto const mean = dlp::detail::flat(got.mean()).numbers;
        auto const variance = dlp::detail::flat(got.variance()).numbers;
        auto const error = dlp::detail::flat(got.standard_error()).numbers;
        for (auto i = std::size_t{0}; i != 6; ++i) {
          auto const wanted = dlp_test::variance_of(some.columns[i]);
          BOOST_TEST(dlp_test::is_near(mean[i], dlp_test::mean_of(some.columns[i])));
          BOOST_TEST(dlp_test::is_near(variance[i], wanted, 640));
          BOOST_TEST(dlp_test::is_near(error[i], std::sqrt(wanted / 12), 640));
        }
      });
}

BOOST_AUTO_TEST_CASE(members_and_what_belongs_to_them_are_those_of_the_results) {
  auto means = dlp::averages<observables>();
  means({.population = {"t", {0, 0.1}, {1, 2}}, .amplitude = {3, 4}, .main = {5, 6}});
  means({.population = {"t", {0, 0.1}, {3, 4}}, .amplitude = {5, 8}, .main = {5, 8}});
  auto const mean = means.mean();
  BOOST_TEST(mean.population.values == (numbers{2, 3}));
  BOOST_TEST(mean.population.dimension == "t");
  BOOST_TEST(mean.population.coordinates == (numbers{0, 0.1}));
  BOOST_TEST((mean.amplitude == std::complex<double>(4, 6)));
  BOOST_TEST((mean.main == dlp_test::peak{5, 7}));
  BOOST_TEST((means.standard_error().main == dlp_test::peak{0, 1}));
  BOOST_TEST(means.standard_error().population.coordinates == (numbers{0, 0.1}));
}

BOOST_AUTO_TEST_CASE(of_plain_vectors_it_is_a_vector) {
  auto const means = of({{1, 10}, {3, 10}});
  BOOST_TEST(means.mean() == (numbers{2, 10}));
  BOOST_TEST(means.variance() == (numbers{2, 0}));
  BOOST_TEST(means.standard_error() == (numbers{1, 0}));
}

BOOST_AUTO_TEST_CASE(lengths_that_differ_are_refused_with_both) {
  auto means = of({{1, 2, 3}});
  auto const before = means;
  auto const sentence =
      "dlp::averages: an array of result has 3 elements in one result and 2 in another";
  BOOST_TEST(text_of([&] { means(numbers{1, 2}); }) == sentence);
  BOOST_TEST(text_of([&] { means.merge(of({{1, 2}})); }) == sentence);
  BOOST_TEST((means == before));
  auto structs = dlp::averages<observables>();
  structs({.population = {"t", {0, 0.1}, {1, 2}}});
  BOOST_TEST(text_of([&] { structs({.population = {"t", {0, 0.1}, {}}}); }) ==
             "dlp::averages: an array of population has 2 elements in one result and 0 in another");
}

BOOST_AUTO_TEST_CASE(arrays_of_arrays_are_compared_row_by_row) {
  auto rows = dlp::averages<std::vector<numbers>>();
  rows({{1, 2}, {3}});
  rows({{3, 4}, {5}});
  BOOST_TEST((rows.mean() == std::vector<numbers>{{2, 3}, {4}}));
  BOOST_TEST(text_of([&] { rows({{1}, {2, 3}}); }).find("has 2 elements in one result and 1") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(coordinates_that_differ_are_refused) {
  auto means = dlp::averages<observables>();
  means({.population = {"t", {0, 0.1}, {1, 2}}});
  BOOST_TEST(text_of([&] { means({.population = {"t", {0, 0.2}, {1, 2}}}); }) ==
             "dlp::averages: the coordinates of population are not the same in all results");
  auto others = dlp::averages<observables>();
  others({.population = {"t", {0, 0.2}, {1, 2}}});
  BOOST_TEST(text_of([&] { means.merge(others); }) ==
             "dlp::averages: the coordinates of population are not the same in all results");
  BOOST_TEST(means.count() == 1u);
}

BOOST_AUTO_TEST_CASE(an_empty_one_changes_nothing_and_says_nothing) {
  auto const some = of({{1, 2}, {2, 7}});
  auto left = dlp::averages<numbers>();
  left.merge(some);
  auto right = some;
  right.merge({});
  BOOST_TEST((left == some && right == some && some != dlp::averages<numbers>()));
  BOOST_TEST(dlp::averages<numbers>().mean().empty());
  BOOST_TEST(std::isnan(dlp::averages<observables>().mean().main.at));
  auto const one = of({{1, 2}});
  BOOST_TEST(one.mean() == (numbers{1, 2}));
  BOOST_TEST((std::isnan(one.variance()[1]) && std::isnan(one.standard_error()[0])));
}

BOOST_AUTO_TEST_CASE(a_number_that_is_infinite_or_nan_spoils_its_own_mean_only) {
  for (auto const odd : {std::numeric_limits<double>::infinity(), std::nan("")}) {
    for (auto const& got : {of({{odd, 1}, {2, 2}, {3, 3}}), of({{1, 1}, {odd, 2}, {3, 3}})}) {
      BOOST_TEST((std::isnan(got.mean()[0]) && std::isnan(got.variance()[0])));
      BOOST_TEST((got.mean()[1] == 2 && got.variance()[1] == 1));
    }
  }
}

BOOST_AUTO_TEST_CASE(so_does_one_that_lies_so_far_from_others_that_the_square_overflows) {
  auto merged = of({{1.7e308, 1}});
  merged.merge(of({{-1.7e308, 3}}));
  for (auto const& got : {of({{1.7e308, 1}, {-1.7e308, 3}}), merged}) {
    BOOST_TEST((std::isnan(got.mean()[0]) && std::isnan(got.variance()[0])));
    BOOST_TEST((got.mean()[1] == 2 && got.variance()[1] == 2));
  }
}

BOOST_AUTO_TEST_CASE(counts_go_beyond_32_bits) {
  auto many = of({{1}, {2}, {3}, {4}});
  for (auto i = 0; i != 40; ++i) many.merge(many);
  BOOST_TEST(many.count() == std::uint64_t{4} << 40U);
  BOOST_TEST((many.mean()[0] == 2.5 && std::abs(many.variance()[0] - 1.25) < 1e-11));
}

BOOST_AUTO_TEST_CASE(they_travel) {
  dlp_test::travels(dlp::averages<numbers>());
  dlp_test::travels(of({{1, 2}, {2, 7}}));
  auto structs = dlp::averages<observables>();
  structs(trajectories(1).at(0));
  dlp_test::travels(structs);
  auto const back = dlp::detail::unpack<dlp::averages<observables>>(dlp_test::packed(structs));
  BOOST_TEST(back.mean().population.dimension == "t");
}

BOOST_AUTO_TEST_SUITE_END()
