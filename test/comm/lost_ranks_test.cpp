// SPDX-License-Identifier: BSL-1.0
#include <comm/loss/lost_ranks.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(lost_ranks_test)

using dlp::detail::condition;
using dlp::detail::engagement;
using dlp::detail::lost_ranks;

BOOST_AUTO_TEST_CASE(all_are_alive_unless_somebody_has_said_otherwise) {
  auto known = lost_ranks(3);
  BOOST_TEST(!known.any());
  BOOST_TEST(!known.is_lost(2));
  BOOST_TEST(known.changes() == 0u);
}

BOOST_AUTO_TEST_CASE(who_was_silent_may_come_back_and_who_is_dead_may_not) {
  auto known = lost_ranks(3);
  BOOST_TEST(known.note(1, condition::silent));
  BOOST_TEST(!known.note(1, condition::silent));  // no news
  BOOST_TEST(known.is_lost(1));
  BOOST_TEST(known.note(1, condition::alive));
  BOOST_TEST(!known.any());
  BOOST_TEST(known.note(1, condition::dead));
  BOOST_TEST(!known.note(1, condition::alive));
  BOOST_TEST(known.any());
  BOOST_TEST(known.changes() == 3u);
}

BOOST_AUTO_TEST_CASE(the_lost_in_words) {
  auto known = lost_ranks(5);
  known.note_host(2, "node7");
  known.note(2, condition::dead);
  BOOST_TEST(known.in_words() == "1 rank was lost on the way: rank 2 (node7)");
  known.note(4, condition::silent);
  BOOST_TEST(known.in_words() == "2 ranks were lost on the way: rank 2 (node7), rank 4");
}

BOOST_AUTO_TEST_CASE(an_engagement_is_known_as_long_as_it_lives) {
  BOOST_TEST(!engagement::any());
  {
    auto asked = 0;
    auto const one = engagement([&] {
      ++asked;
      return std::string();
    });
    BOOST_TEST(engagement::any());
    engagement::check_all();
    one.check();
    BOOST_TEST(asked == 3);  // and once at its beginning
  }
  BOOST_TEST(!engagement::any());
}

BOOST_AUTO_TEST_SUITE_END()
