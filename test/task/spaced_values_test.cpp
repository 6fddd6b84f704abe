// SPDX-License-Identifier: BSL-1.0
//
// The bits that are expected are those of numpy, in which a product and a sum are two operations:
// of linspace(0.1, 0.7, 8) the values 3 and 6 would be others in a fused one.
#include <dlp/task/spaced_values.hpp>

#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(spaced_values_test)

namespace {

using dlp_test::says;
using reals = std::vector<double>;
constexpr auto tiny = std::numeric_limits<double>::denorm_min();
constexpr auto infinite = std::numeric_limits<double>::infinity();

}  // namespace

BOOST_AUTO_TEST_CASE(linspace_has_the_bits_of_numpy) {
  BOOST_TEST(dlp::linspace(0.1, 0.7, 8) ==
             (reals{0x1.999999999999ap-4, 0x1.7c57c57c57c58p-3, 0x1.15f15f15f15f2p-2,
                    0x1.6db6db6db6db6p-2, 0x1.c57c57c57c57cp-2, 0x1.0ea0ea0ea0ea1p-1,
                    0x1.3a83a83a83a83p-1, 0x1.6666666666666p-1}));
  BOOST_TEST(dlp::linspace(3, -1, 5) == (reals{3, 2, 1, 0, -1}));
}

BOOST_AUTO_TEST_CASE(linspace_of_a_step_that_is_0_is_not_all_0) {
  BOOST_TEST(dlp::linspace(0, tiny, 3) == (reals{0, 0, tiny}));
  BOOST_TEST(dlp::linspace(0, tiny, 5) == (reals{0, 0, 0, tiny, tiny}));
}

BOOST_AUTO_TEST_CASE(one_value_is_the_first_and_none_are_none) {
  BOOST_TEST(dlp::linspace(2, 5, 1) == (reals{2}));
  BOOST_TEST(dlp::linspace(2, 5, 0).empty());
  BOOST_CHECK_EXCEPTION(dlp::linspace(2, 5, -1), dlp::usage_error,
                        says("dlp::linspace: -1 values cannot be"));
  BOOST_CHECK_EXCEPTION(dlp::linspace(2, infinite, 3), dlp::usage_error,
                        says("dlp::linspace: a number is not finite"));
}

BOOST_AUTO_TEST_CASE(logspace_has_the_powers_of_linspace) {
  BOOST_TEST(dlp::logspace(-3, 1, 5) == (reals{0.001, 0.01, 0.1, 1, 10}));
  BOOST_TEST(dlp::logspace(0, 3, 4, 2) == (reals{1, 2, 4, 8}));
  BOOST_CHECK_EXCEPTION(dlp::logspace(NAN, 1, 3), dlp::usage_error,
                        says("dlp::logspace: a number is not finite"));
}

BOOST_AUTO_TEST_CASE(arange_of_reals_has_the_bits_of_numpy) {
  BOOST_TEST(dlp::arange(1.0, 1.6, 0.1) ==
             (reals{0x1p+0, 0x1.199999999999ap+0, 0x1.3333333333334p+0, 0x1.4cccccccccccep+0,
                    0x1.6666666666668p+0, 0x1.8000000000002p+0, 0x1.999999999999cp+0}));
  BOOST_TEST(dlp::arange(0.5, -0.5, -0.3) ==
             (reals{0x1p-1, 0x1.999999999999ap-3, -0x1.9999999999998p-4, -0x1.9999999999998p-2}));
  BOOST_TEST(dlp::arange(0.1, 1, 0.1)[5] == 0x1.3333333333333p-1);  // a fused one has another
  BOOST_TEST(dlp::arange(2.5) == (reals{0, 1, 2}));
  BOOST_TEST(dlp::arange(1, 0, 0.5).empty());
  BOOST_TEST(dlp::arange(0.0, tiny, 1e10) == (reals{0}));
  BOOST_TEST(dlp::arange(0.0, tiny, -1e10).empty());
  BOOST_TEST(std::signbit(dlp::arange(-0.0, 2.0)[0]));
}

BOOST_AUTO_TEST_CASE(arange_of_integers_is_exact) {
  BOOST_TEST(dlp::arange(4) == (std::vector{0, 1, 2, 3}));
  BOOST_TEST(dlp::arange(3, 10, 3) == (std::vector{3, 6, 9}));
  BOOST_TEST(dlp::arange(3, -4, -3) == (std::vector{3, 0, -3}));
  BOOST_TEST(dlp::arange(3, 3, 2).empty());
  BOOST_TEST(dlp::arange(3, 3, -2).empty());
  static_assert(std::is_same_v<decltype(dlp::arange(1, 2L)), std::vector<long>>);
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  BOOST_TEST(dlp::arange(most - 3, most, 2) == (std::vector{most - 3, most - 1}));
}

BOOST_AUTO_TEST_CASE(what_arange_cannot_step_through_is_told) {
  BOOST_CHECK_EXCEPTION(dlp::arange(1, 5, 0), dlp::usage_error, says("dlp::arange: the step is 0"));
  BOOST_CHECK_EXCEPTION(dlp::arange(1, 5, 0.0), dlp::usage_error,
                        says("dlp::arange: the step is 0"));
  BOOST_CHECK_EXCEPTION(dlp::arange(infinite), dlp::usage_error,
                        says("dlp::arange: a number is not finite"));
  BOOST_CHECK_EXCEPTION(dlp::arange(std::uint64_t{1} << 63), dlp::usage_error,
                        says("dlp::arange: 9223372036854775808 is 2^63 or more"));
}

BOOST_AUTO_TEST_SUITE_END()
