// SPDX-License-Identifier: BSL-1.0
#include <core/packed_numbers.hpp>

#include <cstddef>
#include <span>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

BOOST_AUTO_TEST_SUITE(packed_numbers_test)

using namespace dlp::detail;
using numbers = std::vector<std::uint64_t>;

BOOST_AUTO_TEST_CASE(numbers_come_out_of_a_message_as_they_went_in) {
  auto data = dlp::bytes();
  for (auto const& some : {numbers{1, ~std::uint64_t{0}}, numbers(), numbers(1000, 7)})
    append(data, some);
  auto from = byte_reader(data);
  BOOST_TEST(take_numbers(from) == (numbers{1, ~std::uint64_t{0}}));
  BOOST_TEST(take_numbers(from).empty());
  BOOST_TEST(take_numbers(from) == numbers(1000, 7));
  BOOST_TEST(from.done());
}

BOOST_AUTO_TEST_CASE(a_list_of_numbers_that_is_cut_off_is_an_error) {
  auto data = dlp::bytes();
  append(data, numbers{1, 2});
  for (auto size = std::size_t{0}; size != data.size(); ++size) {
    auto from = byte_reader(std::span(data).first(size));
    BOOST_CHECK_THROW(static_cast<void>(take_numbers(from)), dlp::error);
  }
  data.clear();
  append(data, std::uint64_t{1} << 61U);  // whose bytes are 2^64
  auto from = byte_reader(data);
  BOOST_CHECK_THROW(static_cast<void>(take_numbers(from)), dlp::error);
}

BOOST_AUTO_TEST_SUITE_END()
