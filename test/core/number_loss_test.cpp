// SPDX-License-Identifier: BSL-1.0
#include <dlp/core/number_loss.hpp>

#include <functional>
#include <string>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(number_loss_test)

using dlp::detail::loses_in;

namespace {

auto const concat = [](std::string const& a, std::string const& b) { return a + b; };

using plus = std::plus<>;

}  // namespace

BOOST_AUTO_TEST_CASE(numbers_that_would_lose_something_are_seen) {
  auto const counts = [](int n, double) { return n + 1; };
  auto const count = [](auto a, auto b) { return a + b; };
  auto const any = [](auto a, auto b) { return a || b != 0; };
  auto const wide = [](double a, double b) { return a + b; };
  static_assert(loses_in<plus, int, double>());
  static_assert(loses_in<plus, long, float>());
  static_assert(loses_in<plus, float, double>());
  static_assert(loses_in<plus, int, long>());
  static_assert(loses_in<plus, short, int>());
  static_assert(loses_in<plus, bool, int>());
  static_assert(loses_in<std::plus<int>, int, double>());
  static_assert(loses_in<std::plus<int>, double, int>());
  static_assert(loses_in<std::plus<long>, int, int>());
  static_assert(loses_in<int (*)(int, int), int, double>());
  static_assert(loses_in<decltype(wide), int, int>());
  static_assert(!loses_in<plus, double, double>());
  static_assert(!loses_in<plus, double, int>());
  static_assert(!loses_in<plus, double, float>());
  static_assert(!loses_in<plus, long, int>());
  static_assert(!loses_in<plus, int, unsigned>());
  static_assert(!loses_in<plus, short, short>());
  static_assert(loses_in<plus, bool, bool>() && loses_in<std::multiplies<>, bool, bool>());
  static_assert(loses_in<std::plus<int>, bool, bool>() && loses_in<std::bit_or<>, bool, int>());
  static_assert(loses_in<decltype(count), bool, bool>());
  static_assert(!loses_in<std::bit_or<>, bool, bool>() && !loses_in<plus, int, bool>());
  static_assert(!loses_in<std::bit_and<bool>, bool, bool>());
  static_assert(!loses_in<std::logical_or<>, bool, bool>());
  auto const either = [](bool a, bool b) { return a | b; };  // an int
  static_assert(!loses_in<decltype(either), bool, bool>());
  static_assert(!loses_in<decltype(any), bool, bool>() && !loses_in<decltype(any), bool, double>());
  static_assert(!loses_in<std::plus<double>, float, float>());
  static_assert(!loses_in<std::plus<double>, double, int>());
  static_assert(!loses_in<decltype(counts), int, double>());
  static_assert(!loses_in<plus, std::string, std::string>());
  static_assert(!loses_in<decltype(concat), std::string, std::string>());
  BOOST_TEST((loses_in<plus, int, double>()));
}

BOOST_AUTO_TEST_SUITE_END()
