// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/sendable_as_bytes.hpp>

#include <array>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/comm/sendable.hpp>

BOOST_AUTO_TEST_SUITE(sendable_as_bytes_test)

namespace app {

struct let_through {
  char const* literal;
};
struct not_let_through {
  int number;
};

}  // namespace app

BOOST_AUTO_TEST_SUITE_END()

template <>
inline constexpr bool dlp::sendable_as_bytes<sendable_as_bytes_test::app::let_through> = true;
template <>
inline constexpr bool dlp::sendable_as_bytes<sendable_as_bytes_test::app::not_let_through> = false;

BOOST_AUTO_TEST_SUITE(sendable_as_bytes_test)

using dlp::detail::is_undecided;
using dlp::detail::plain;
using dlp::detail::sendable;

static_assert(is_undecided<int> && !is_undecided<app::let_through>);

// contract: M3
static_assert(plain<app::let_through> && plain<std::array<app::let_through, 2>>);
static_assert(!sendable<app::not_let_through> && !sendable<std::vector<app::not_let_through>>);

BOOST_AUTO_TEST_CASE(what_a_program_says_of_a_type_is_known_when_it_is_compiled) {
  BOOST_TEST(plain<app::let_through>);
  BOOST_TEST(!sendable<app::not_let_through>);
}

BOOST_AUTO_TEST_SUITE_END()
