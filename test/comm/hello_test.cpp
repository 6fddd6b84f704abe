// SPDX-License-Identifier: BSL-1.0
#include <comm/call/hello.hpp>

#include <cstddef>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

BOOST_AUTO_TEST_SUITE(hello_test)

namespace detail = dlp::detail;

namespace {

auto const said = detail::hello{.words = "gather",
                                .failures = {{4, 2, "h", "int", "x"}},
                                .where = "main.cpp:12",
                                .host = "node7"};

auto packed(detail::hello const& what) -> dlp::bytes {
  auto body = dlp::bytes();
  detail::append(body, what);
  return body;
}

auto unpacked(dlp::bytes const& body) -> detail::hello {
  auto from = detail::byte_reader(body);
  return detail::take_hello(from);
}

}  // namespace

BOOST_AUTO_TEST_CASE(all_that_is_said_is_understood) {
  auto const body = packed(said);
  auto const heard = unpacked(body);
  BOOST_TEST(heard.version == detail::protocol);
  BOOST_TEST(heard.words == said.words);
  BOOST_TEST((heard.failures == said.failures));
  BOOST_TEST(heard.where == said.where);
  BOOST_TEST(heard.host == said.host);
}

BOOST_AUTO_TEST_CASE(one_that_is_cut_off_is_an_error) {
  auto const whole = packed(said);
  for (auto size = std::size_t{0}; size != whole.size(); ++size) {
    auto const part = dlp::bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    BOOST_CHECK_THROW(unpacked(part), dlp::error);
  }
}

// contract: E4
BOOST_AUTO_TEST_CASE(of_another_protocol_the_version_alone_is_read_whatever_follows) {
  auto body = dlp::bytes();
  detail::append(body, detail::protocol + 1);
  BOOST_TEST(unpacked(body).version == detail::protocol + 1);
  body.resize(100, std::byte{255});
  BOOST_TEST(unpacked(body).version == detail::protocol + 1);
  BOOST_TEST(unpacked(body).words.empty());
}

// contract: E4
BOOST_AUTO_TEST_CASE(two_ranks_say_the_same_of_builds_that_differ) {
  auto const text = detail::how_builds_differ(0, 2, 1, 3);
  BOOST_TEST(text.find("rank 0 speaks its protocol 2, and rank 1 its protocol 3") != text.npos);
  BOOST_TEST(detail::how_builds_differ(1, 3, 0, 2) == text);
  BOOST_TEST(detail::how_builds_differ(0, 2, 1, 2).empty());
}

BOOST_AUTO_TEST_SUITE_END()
