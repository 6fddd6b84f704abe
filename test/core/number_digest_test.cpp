// SPDX-License-Identifier: BSL-1.0
#include <dlp/core/number_digest.hpp>

#include <cstdint>
#include <cstring>
#include <limits>
#include <new>
#include <span>
#include <vector>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(number_digest_test)

using dlp::detail::digest_of_number;
using dlp::detail::digest_of_numbers;

namespace {

template <class T>
auto digest_of_all(std::vector<T> const& some) -> std::uint64_t {
  return digest_of_numbers(std::span<T const>(some), 0);
}

/// Whichever of so many numbers is another, the digest is; and where one is -0.0 for 0.0 it is not.
template <class T>
void check_each_counts() {
  for (auto const size : {1U, 2U, 63U, 64U, 65U, 128U, 300U}) {
    auto some = std::vector<T>(size);
    auto const digest = digest_of_all(some);
    for (auto& one : some) {
      one = T(-1);
      BOOST_TEST(digest_of_all(some) != digest);
      one = T(-0.0);
      BOOST_TEST(digest_of_all(some) == digest);
    }
    BOOST_TEST(digest_of_all(std::vector<T>(size - 1)) != digest);
    BOOST_TEST(digest_of_all(std::vector<T>(size + 1)) != digest);
  }
}

/// One whose padding is full of this.
auto digest_over(int garbage) -> std::uint64_t {
  alignas(long double) std::byte memory[sizeof(long double)];
  std::memset(memory, garbage, sizeof memory);
  auto* const made = ::new (memory) long double;
  *made = 3;
  return digest_of_number(*made, 0);
}

enum class letter : char { a, b };

}  // namespace

BOOST_AUTO_TEST_CASE(each_of_many_numbers_counts_and_zeros_are_equal) {
  check_each_counts<float>();
  check_each_counts<double>();
  check_each_counts<long double>();
  check_each_counts<int>();
}

BOOST_AUTO_TEST_CASE(a_number_counts_with_its_sign_and_its_last_bit) {
  auto const least = std::numeric_limits<double>::denorm_min();
  BOOST_TEST(digest_of_number(0.0, 7) == digest_of_number(-0.0, 7));
  BOOST_TEST(digest_of_number(0.0F, 7) == digest_of_number(-0.0F, 7));
  BOOST_TEST(digest_of_number(0.0L, 7) == digest_of_number(-0.0L, 7));
  BOOST_TEST(digest_of_number(least, 0) != digest_of_number(0.0, 0));
  BOOST_TEST(digest_of_number(least, 0) != digest_of_number(-least, 0));
  BOOST_TEST(digest_of_number(1.0, 0) != digest_of_number(1.0, 1));
  BOOST_TEST(digest_of_number(letter::a, 0) != digest_of_number(letter::b, 0));
  BOOST_TEST(digest_over(0) == digest_over(255));
}

BOOST_AUTO_TEST_SUITE_END()
