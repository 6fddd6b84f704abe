// SPDX-License-Identifier: BSL-1.0
#include <dlp/core/digest.hpp>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <boost/test/unit_test.hpp>

using dlp::detail::digest_of;

namespace {

auto digest_of_text(std::string_view text, std::uint64_t before = 0) -> std::uint64_t {
  return digest_of(std::as_bytes(std::span(text)), before);
}

/// Letters none of which is as the one before.
auto text_of(std::size_t size) -> std::string {
  auto text = std::string(size, 'a');
  for (auto i = std::size_t{0}; i != size; ++i) text[i] = static_cast<char>('a' + i % 23);
  return text;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_digest_is_of_every_bit_and_of_what_came_before) {
  for (auto size = std::size_t{0}; size != 300; ++size) {
    auto text = text_of(size);
    auto found = std::set{digest_of_text(text), digest_of_text(text, 1)};
    for (auto& letter : text) {
      for (auto bit = 0; bit != 8; ++bit) {
        letter = static_cast<char>(letter ^ (1 << bit));
        found.insert(digest_of_text(text));
        letter = static_cast<char>(letter ^ (1 << bit));
      }
    }
    BOOST_TEST(found.size() == 2 + 8 * size, "of size " << size);
  }
}

BOOST_AUTO_TEST_CASE(a_digest_depends_on_the_order_of_the_bytes) {
  auto text = text_of(300);
  auto const whole = digest_of_text(text);
  for (auto i = std::size_t{0}; i != text.size(); ++i) {
    for (auto const apart : {1U, 4U, 8U, 16U, 32U, 64U, 128U}) {
      if (i + apart >= text.size()) continue;
      std::swap(text[i], text[i + apart]);
      BOOST_TEST(digest_of_text(text) != whole);
      std::swap(text[i], text[i + apart]);
    }
  }
}

// It is made of parts of 16 bytes: none of them is taken in as another one is.
BOOST_AUTO_TEST_CASE(a_digest_depends_on_the_order_of_runs_of_bytes) {
  constexpr auto run = std::size_t{16};
  for (auto const size : {33U, 50U, 65U, 130U, 300U}) {
    auto text = text_of(size);
    auto found = std::set{digest_of_text(text)};
    auto orders = std::size_t{1};
    for (auto i = std::size_t{0}; i + 2 * run <= size; i += run) {
      for (auto j = i + run; j + run <= size; j += run, ++orders) {
        std::swap_ranges(&text[i], &text[i] + run, &text[j]);
        found.insert(digest_of_text(text));
        std::swap_ranges(&text[i], &text[i] + run, &text[j]);
      }
    }
    BOOST_TEST(found.size() == orders, "of size " << size);
  }
}

BOOST_AUTO_TEST_CASE(a_digest_depends_on_how_many_bytes_there_are) {
  for (auto const letter : {'\0', 'a'}) {
    auto found = std::set<std::uint64_t>();
    for (auto size = std::size_t{0}; size != 300; ++size) {
      found.insert(digest_of_text(std::string(size, letter)));
    }
    BOOST_TEST(found.size() == 300u);
  }
}

BOOST_AUTO_TEST_CASE(a_digest_is_of_the_bytes_wherever_they_lie) {
  auto const text = text_of(200);
  char memory[208];
  for (auto const shift : {1U, 3U, 8U}) {
    std::memcpy(memory + shift, text.data(), text.size());
    BOOST_TEST(digest_of_text({memory + shift, text.size()}) == digest_of_text(text));
  }
}

BOOST_AUTO_TEST_CASE(numbers_and_the_bits_of_their_digests_are_not_alike) {
  auto found = std::set<std::uint64_t>();
  auto upper = std::set<std::uint64_t>();
  for (auto x = std::uint64_t{0}; x != 100'000; ++x) {
    auto const digest = digest_of(std::as_bytes(std::span(&x, 1)));
    found.insert(digest);
    upper.insert(digest >> 32);
  }
  BOOST_TEST(found.size() == 100'000u);
  BOOST_TEST(upper.size() > 99'990u);  // of 2^32 at random, one pair would be the same
}
