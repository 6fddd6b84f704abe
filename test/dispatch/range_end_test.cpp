// SPDX-License-Identifier: BSL-1.0
#include <dispatch/ledger/range_end.hpp>

#include <string>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(range_end_test)

using dlp::detail::range_end;

// contract: S5
BOOST_AUTO_TEST_CASE(who_finds_the_end_first_says_where_it_is) {
  auto end = range_end();
  BOOST_TEST(!end.size().has_value());
  end.seen(3, 1);
  BOOST_TEST(end.found(5, 2));
  BOOST_TEST(!end.found(5, 1));
  end.seen(5, 1);
  BOOST_TEST((end.size() == dlp::index_t{5}));
  BOOST_TEST(end.contradiction() == "");
}

// contract: E4
BOOST_AUTO_TEST_CASE(who_finds_another_end_contradicts) {
  auto end = range_end();
  static_cast<void>(end.found(5, 2));
  static_cast<void>(end.found(4, 1));
  BOOST_TEST(end.contradiction() == "rank 1 finds 4 examples, and other ranks found 5");
  BOOST_TEST((end.size() == dlp::index_t{5}));
}

// contract: E4
BOOST_AUTO_TEST_CASE(who_visits_what_others_do_not_have_contradicts) {
  auto before = range_end();
  before.seen(7, 1);
  static_cast<void>(before.found(5, 2));
  BOOST_TEST(before.contradiction() == "rank 2 finds 5 examples, and other ranks found at least 7");
  auto after = range_end();
  static_cast<void>(after.found(5, 2));
  after.seen(6, 1);
  BOOST_TEST(after.contradiction() == "rank 1 finds at least 6 examples, and other ranks found 5");
  auto nobody_knows_who = range_end();
  static_cast<void>(nobody_knows_who.found(5, 2));
  nobody_knows_who.seen(6);
  BOOST_TEST(nobody_knows_who.contradiction() ==
             "rank 2 finds 5 examples, and other ranks found at least 6");
  auto nobody_knows_who_found = range_end();
  static_cast<void>(nobody_knows_who_found.found(5, range_end::elsewhere));
  nobody_knows_who_found.seen(6);
  BOOST_TEST(nobody_knows_who_found.contradiction() ==
             "a rank of another node finds 5 examples, and other ranks found at least 6");
}

// contract: E4
BOOST_AUTO_TEST_CASE(a_range_is_empty_for_all_or_for_nobody) {
  auto const told = [](bool root_finds_none, auto what) {
    auto end = range_end();
    end.root_looked(3, root_finds_none);
    what(end);
    return end.contradiction();
  };
  auto const none =
      std::string("rank 1 finds no example, and rank 3, the root, finds at least one");
  auto const some =
      std::string("rank 3, the root, finds no example, and rank 1 finds at least one");
  BOOST_TEST(told(false, [](auto& end) { end.looked(true, 1); }) == none);
  BOOST_TEST(told(true, [](auto& end) { end.looked(false, 1); }) == some);
  BOOST_TEST(told(false, [](auto& end) { static_cast<void>(end.found(0, 1)); }) == none);
  BOOST_TEST(told(true, [](auto& end) { end.seen(1, 1); }) == some);
  BOOST_TEST(told(true, [](auto& end) { static_cast<void>(end.found(0, 1)); }) == "");
  BOOST_TEST(told(false, [](auto& end) { end.seen(1, 1); }) == "");
  BOOST_TEST(told(true, [](auto& end) { end.seen(0, 1); }) == "");
}

BOOST_AUTO_TEST_SUITE_END()
