// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/argument.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(argument_test)

namespace {

namespace detail = dlp::detail;

using block = std::array<double, 100>;

}  // namespace

// A copy is sent, and of a text the text.
using detail::argument_of;
static_assert(std::same_as<argument_of<int const&>, int>);
static_assert(std::same_as<argument_of<std::vector<int>&&>, std::vector<int>>);
static_assert(std::same_as<argument_of<char const (&)[4]>, std::string>);
static_assert(std::same_as<argument_of<char const*>, std::string>);
static_assert(std::same_as<argument_of<char*&>, std::string>);
static_assert(std::same_as<argument_of<int (&)[4]>, int*>);

BOOST_AUTO_TEST_CASE(values_come_back_one_after_the_other) {
  auto const large = std::make_unique<block>();
  large->fill(0.5);
  auto data = dlp::bytes();
  detail::put_argument(data, 42);
  detail::put_argument(data, std::string("text"));
  detail::put_argument(data, *large);
  detail::put_argument(data, std::vector<std::string>{"a", "b"});
  detail::put_argument(data, 'c');

  auto from = detail::byte_reader(data);
  BOOST_TEST(detail::take_argument<int>(from) == 42);
  BOOST_TEST(detail::take_argument<std::string>(from) == "text");
  BOOST_TEST((detail::take_argument<block>(from) == *large));
  BOOST_TEST(
      detail::take_argument<std::vector<std::string>>(from) == (std::vector<std::string>{"a", "b"}),
      boost::test_tools::per_element());
  BOOST_TEST(detail::take_argument<char>(from) == 'c');
  BOOST_TEST(from.done());
}

BOOST_AUTO_TEST_CASE(a_number_takes_its_own_bytes_alone) {
  auto data = dlp::bytes();
  detail::put_argument(data, 42);
  BOOST_TEST(data.size() == sizeof(int));
}

BOOST_AUTO_TEST_CASE(bytes_that_are_missing_are_an_error) {
  auto data = dlp::bytes();
  detail::put_argument(data, std::string("text"));
  for (data.pop_back(); !data.empty(); data.pop_back()) {
    auto from = detail::byte_reader(data);
    BOOST_CHECK_THROW(static_cast<void>(detail::take_argument<std::string>(from)), dlp::error);
  }
}

BOOST_AUTO_TEST_SUITE_END()
