// SPDX-License-Identifier: BSL-1.0
//
// What the compiler says of results that have no mean is in compile_errors_test.
#include <dlp/task/averaged_numbers.hpp>

#include <array>
#include <complex>
#include <cstddef>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "../support/sweep_structs.hpp"

BOOST_AUTO_TEST_SUITE(averaged_numbers_test)

namespace {

using dlp::detail::flat;
using numbers = std::vector<double>;
using lengths = std::vector<std::size_t>;

struct all_kinds {
  float small = 1;
  std::complex<double> amplitude = {2, 3};
  std::array<double, 2> pair = {4, 5};
  std::vector<std::vector<double>> rows = {{6}, {7, 8}};
  dlp_test::peak inner = {9, 10};
  dlp::quantity<double> energy = {11, "J"};
  dlp::labelled<> curve = {"t", {0, 1}, {12, 13}};

  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive& BOOST_SERIALIZATION_NVP(small) & BOOST_SERIALIZATION_NVP(amplitude) &
        BOOST_SERIALIZATION_NVP(pair) & BOOST_SERIALIZATION_NVP(rows) &
        BOOST_SERIALIZATION_NVP(inner) & BOOST_SERIALIZATION_NVP(energy) &
        BOOST_SERIALIZATION_NVP(curve);
  }
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_result_is_its_numbers_one_after_the_other) {
  auto const made = flat(all_kinds());
  BOOST_TEST(made.numbers == (numbers{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13}));
  BOOST_TEST(made.lengths == (lengths{2, 1, 2, 2}));
  BOOST_TEST(flat(7.5).numbers == numbers{7.5});
  BOOST_TEST(flat(std::vector{std::complex(1.f, 2.f)}).numbers == (numbers{1, 2}));
  BOOST_TEST((flat(numbers()).lengths == lengths{0} && flat(numbers()).numbers.empty()));
}

BOOST_AUTO_TEST_CASE(it_can_be_given_others_and_keeps_what_is_no_number_of_its_own) {
  auto other = all_kinds();
  dlp::detail::fill_numbers(other, [next = 20.0]() mutable { return next++; });
  BOOST_TEST(flat(other).numbers == (numbers{20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32}));
  BOOST_TEST(other.amplitude.imag() == 22);
  BOOST_TEST(other.energy.unit == "J");
  BOOST_TEST((other.curve.dimension == "t" && other.curve.coordinates == numbers{0, 1}));
}

BOOST_AUTO_TEST_CASE(an_array_is_named_by_its_column) {
  auto const names = [](std::size_t place) {
    return dlp::detail::column_of_length(all_kinds(), place);
  };
  BOOST_TEST((names(0) == "rows" && names(2) == "rows" && names(3) == "curve"));
}

BOOST_AUTO_TEST_CASE(coordinates_are_compared) {
  auto const one = all_kinds();
  auto other = one;
  other.curve.values = {5, 6};
  BOOST_TEST(dlp::detail::column_elsewhere(one, other) == "");
  other.curve.coordinates = {0, 2};
  BOOST_TEST(dlp::detail::column_elsewhere(one, other) == "curve");
}

static_assert(dlp::detail::has_mean<std::vector<std::array<float, 3>>>);
static_assert(!dlp::detail::has_mean<int> && !dlp::detail::has_mean<std::vector<std::string>>);

BOOST_AUTO_TEST_SUITE_END()
