// SPDX-License-Identifier: BSL-1.0
#include <core/checksum.hpp>

#include <span>
#include <string>
#include <string_view>

#include <boost/crc.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(checksum_test)

using dlp::detail::checksum;

namespace {

auto checksum_of(std::string_view text) { return checksum(std::as_bytes(std::span(text))); }

}  // namespace

// The check value that the catalogue of CRC algorithms gives for CRC-32/ISO-HDLC.
BOOST_AUTO_TEST_CASE(it_is_the_crc_32_of_zip_files) {
  BOOST_TEST(checksum_of("123456789") == 0xCBF43926U);
  BOOST_TEST(checksum_of("") == 0U);
}

BOOST_AUTO_TEST_CASE(it_is_that_of_boost_for_every_length_and_in_two_parts) {
  auto text = std::string();
  for (auto length = 0; length != 200; ++length) {
    auto boosts = boost::crc_32_type();
    boosts.process_bytes(text.data(), text.size());
    BOOST_TEST(checksum_of(text) == boosts.checksum());
    auto const bytes = std::as_bytes(std::span(text));
    auto const middle = text.size() / 3;
    BOOST_TEST(checksum(bytes.subspan(middle), checksum(bytes.first(middle))) == boosts.checksum());
    text += static_cast<char>(length * 37);
  }
}

BOOST_AUTO_TEST_CASE(one_bit_and_the_order_of_the_bytes_make_a_difference) {
  BOOST_TEST(checksum_of("abc") != checksum_of("abb"));
  BOOST_TEST(checksum_of("abc") != checksum_of("acb"));
}

BOOST_AUTO_TEST_SUITE_END()
