// SPDX-License-Identifier: BSL-1.0
#include <dlp/dispatch/kept_values.hpp>

#include <memory>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

BOOST_AUTO_TEST_SUITE(kept_values_test)

using namespace dlp::detail;

namespace {

auto bytes_of(int number) -> dlp::bytes {
  auto packed = dlp::bytes();
  append(packed, number);
  return packed;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_value_is_made_once_where_it_is_first_needed) {
  auto here = kept_values();
  here.put(7, bytes_of(42));
  auto made = 0;
  auto const make = [&](std::span<std::byte const> packed) -> std::shared_ptr<void const> {
    ++made;
    return std::make_shared<int const>(byte_reader(packed).take<int>());
  };
  auto const first = here.value(7, make);
  BOOST_TEST(*static_cast<int const*>(first.get()) == 42);
  BOOST_TEST(here.value(7, make) == first);
  BOOST_TEST(made == 1);
}

BOOST_AUTO_TEST_CASE(what_is_put_again_is_made_again) {
  auto here = kept_values();
  auto const make = [](std::span<std::byte const> packed) -> std::shared_ptr<void const> {
    return std::make_shared<int const>(byte_reader(packed).take<int>());
  };
  here.put(0, bytes_of(1));
  static_cast<void>(here.value(0, make));
  here.put(0, bytes_of(2));
  BOOST_TEST(*static_cast<int const*>(here.value(0, make).get()) == 2);
}

BOOST_AUTO_TEST_CASE(what_is_not_here_is_an_error) {
  auto here = kept_values();
  BOOST_TEST(!here.has(1));
  BOOST_CHECK_THROW(static_cast<void>(here.value(1, {})), dlp::error);
  here.put(1, bytes_of(1));
  BOOST_TEST(here.has(1));
  here.drop(1);
  BOOST_CHECK_THROW(static_cast<void>(here.value(1, {})), dlp::error);
}

BOOST_AUTO_TEST_CASE(the_last_copy_of_a_token_says_that_nobody_needs_the_value) {
  auto forgotten = 0;
  auto token = std::shared_ptr<kept_token const>(new kept_token{3, {}, [&] { ++forgotten; }});
  auto copy = token;
  token.reset();
  BOOST_TEST(forgotten == 0);
  copy.reset();
  BOOST_TEST(forgotten == 1);
}

BOOST_AUTO_TEST_SUITE_END()
