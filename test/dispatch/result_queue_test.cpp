// SPDX-License-Identifier: BSL-1.0
#include <dlp/dispatch/result_queue.hpp>

#include <algorithm>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

BOOST_AUTO_TEST_SUITE(result_queue_test)

using namespace dlp::detail;
using dlp::bytes;

namespace {

auto made(std::size_t size, unsigned char fill) {
  return bytes(size, static_cast<std::byte>(fill));
}

}  // namespace

BOOST_AUTO_TEST_CASE(results_come_out_as_they_went_in_message_by_message) {
  auto queue = result_queue();
  auto body = bytes();
  append_result(body, 3, made(5, 'a'));
  append_result(body, 1, made(0, 'b'));
  queue.push(std::move(body));
  body = {};
  append_result(body, 9, made(1000, 'c'));
  queue.push(std::move(body));
  queue.push({});
  BOOST_TEST(queue.size() == 2u);

  for (auto const& [index, size] : {std::pair(3U, 5U), {1U, 0U}, {9U, 1000U}}) {
    BOOST_TEST(!queue.empty());
    auto const result = queue.take();
    BOOST_TEST(result.index == index);
    BOOST_TEST(result.packed.size() == size);
    queue.drop_taken();
  }
  BOOST_TEST(queue.empty());
}

BOOST_AUTO_TEST_CASE(the_bytes_are_good_until_they_are_dropped) {
  auto queue = result_queue();
  auto body = bytes();
  append_result(body, 0, made(100, 'x'));
  queue.push(std::move(body));
  auto const result = queue.take();
  queue.push(made(50, 'y'));
  BOOST_TEST(std::ranges::equal(result.packed, made(100, 'x')));
}

BOOST_AUTO_TEST_CASE(a_body_that_is_cut_off_is_an_error_of_dlp) {
  auto body = bytes();
  append_result(body, 0, made(100, 'x'));
  body.resize(60);
  auto queue = result_queue();
  queue.push(std::move(body));
  BOOST_CHECK_THROW(static_cast<void>(queue.take()), dlp::error);
}

BOOST_AUTO_TEST_SUITE_END()
