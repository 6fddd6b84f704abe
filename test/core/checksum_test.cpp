// SPDX-License-Identifier: BSL-1.0
#include <dlp/core/checksum.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

using dlp::detail::checksum;
using dlp::detail::digest_of;

namespace {

auto digest_of_text(std::string_view text, std::uint64_t before = 0) {
  return digest_of(std::as_bytes(std::span(text)), before);
}

auto checksum_of(std::string_view text) { return checksum(std::as_bytes(std::span(text))); }

}  // namespace

// The check value that the catalogue of CRC algorithms gives for CRC-32/ISO-HDLC.
BOOST_AUTO_TEST_CASE(it_is_the_crc_32_of_zip_files) {
  BOOST_TEST(checksum_of("123456789") == 0xCBF43926U);
  BOOST_TEST(checksum_of("") == 0U);
}

BOOST_AUTO_TEST_CASE(one_bit_and_the_order_of_the_bytes_make_a_difference) {
  BOOST_TEST(checksum_of("abc") != checksum_of("abb"));
  BOOST_TEST(checksum_of("abc") != checksum_of("acb"));
}

BOOST_AUTO_TEST_CASE(a_digest_is_of_all_bytes_and_of_what_came_before) {
  auto text = std::string(1000, 'a');
  auto const whole = digest_of_text(text);
  BOOST_TEST(digest_of_text(std::string(text)) == whole);
  BOOST_TEST(digest_of_text(text, 1) != whole);
  for (auto& letter : text) {
    letter = 'b';
    BOOST_TEST(digest_of_text(text) != whole);
    letter = 'a';
  }
  BOOST_TEST(digest_of_text({}, 1) != digest_of_text({}, 2));
}
