// SPDX-License-Identifier: BSL-1.0
#include <comm/wire/message.hpp>

#include <cstdint>
#include <type_traits>
#include <vector>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(message_test)

namespace detail = dlp::detail;

static_assert(std::is_trivially_copyable_v<detail::message_head>);  // it travels as it lies

BOOST_AUTO_TEST_CASE(a_message_that_is_made_has_a_head_and_no_body) {
  auto const made = detail::make_message(7, detail::word::done, {3, 5}, detail::asks_to_stop);
  BOOST_TEST(made.call == 7U);
  BOOST_TEST((made.what == detail::word::done));
  BOOST_TEST((made.range == dlp::index_range{3, 5}));
  BOOST_TEST(made.flags == detail::asks_to_stop);
  BOOST_TEST(made.body.empty());
  BOOST_TEST(made.body_size == 0U);
}

BOOST_AUTO_TEST_CASE(the_flags_of_a_report_can_be_told_apart) {
  BOOST_TEST((detail::range_has_ended & detail::asks_to_stop) == 0);
  BOOST_TEST(detail::no_flag == 0U);
}

BOOST_AUTO_TEST_CASE(messages_are_counted_by_receiver) {
  auto count = dlp::detail::message_count(3);
  count.sent(2);
  count.sent(0);
  count.sent(2);
  count.received();
  BOOST_TEST((count.sent_to_each() == std::vector<std::uint64_t>{1, 0, 2}));
  BOOST_TEST(count.all_received() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
