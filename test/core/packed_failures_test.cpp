// SPDX-License-Identifier: BSL-1.0
#include <core/packed_failures.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

BOOST_AUTO_TEST_SUITE(packed_failures_test)

using dlp::failure;

// contract: E1
BOOST_AUTO_TEST_CASE(failures_come_out_of_a_message_as_they_went_in) {
  auto const failures = std::vector<failure>{
      {0, 0, "", "", ""},
      {failure::no_index, 1'000'000, "node7", "std::runtime_error", std::string("a\0b\n", 4)},
      {dlp::index_t{1} << 40, -1, "h", "t", std::string(100'000, 'x')}};
  auto data = dlp::bytes();
  dlp::detail::append(data, failures);
  dlp::detail::append(data, std::vector<failure>());
  auto reader = dlp::detail::byte_reader(data);
  BOOST_TEST((dlp::detail::take_failures(reader) == failures));
  BOOST_TEST(dlp::detail::take_failures(reader).empty());
  BOOST_TEST(reader.done());
}

BOOST_AUTO_TEST_CASE(a_list_of_failures_that_is_cut_off_is_an_error) {
  auto data = dlp::bytes();
  dlp::detail::append(data, std::vector<failure>{{1, 2, "host", "type", "text"}});
  for (auto size = std::size_t{0}; size != data.size(); ++size) {
    auto reader = dlp::detail::byte_reader(std::span(data).first(size));
    BOOST_CHECK_THROW(static_cast<void>(dlp::detail::take_failures(reader)), dlp::error);
  }
}

BOOST_AUTO_TEST_SUITE_END()
