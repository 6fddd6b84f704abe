// SPDX-License-Identifier: BSL-1.0
#include <comm/wire/channel.hpp>

#include <memory>
#include <type_traits>

#include <boost/test/unit_test.hpp>

#include "fake_channel.hpp"

BOOST_AUTO_TEST_SUITE(channel_test)

static_assert(std::is_abstract_v<dlp::detail::channel>);
static_assert(std::has_virtual_destructor_v<dlp::detail::channel>);
static_assert(!std::is_copy_constructible_v<dlp::detail::channel>);  // it owns what is on its way

BOOST_AUTO_TEST_CASE(a_simulated_channel_can_stand_in_for_mpi) {
  auto wire = dlp_test::fake_wire();
  std::unique_ptr<dlp::detail::channel> const channel =
      std::make_unique<dlp_test::fake_channel>(wire, 1, 4);
  BOOST_TEST(channel->rank() == 1);
  BOOST_TEST(channel->size() == 4);
  BOOST_TEST(!channel->try_receive().has_value());

  channel->send(3, dlp::detail::make_message(9, dlp::detail::word::work));
  BOOST_REQUIRE(wire.sent.size() == 1U);
  BOOST_TEST(wire.sent[0].first == 3);
  BOOST_TEST(wire.sent[0].second.call == 9U);
}

BOOST_AUTO_TEST_SUITE_END()
