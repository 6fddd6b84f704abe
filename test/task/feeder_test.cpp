// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/feeder.hpp>

#include <cstdint>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(feeder_test)

using namespace dlp::detail;

// contract: T2
BOOST_AUTO_TEST_CASE(what_is_added_is_packed_and_numbered_in_its_order) {
  auto const item = given_item{.path = {3, 1}};
  auto made = made_of_item();
  auto more = dlp::feeder<std::string>(item, made);
  more.add("first");
  more.add("second");
  BOOST_TEST(more.index() == 3u);
  BOOST_TEST((std::vector(more.path().begin(), more.path().end()) == item_path{3, 1}));
  BOOST_REQUIRE(made.added.size() == 2u);
  BOOST_TEST(made.added[1].number == 1u);
  BOOST_TEST(unpack<std::string>(made.added[1].data) == "second");
}

BOOST_AUTO_TEST_CASE(what_is_handed_over_at_once_is_numbered_with_the_others) {
  auto now = std::vector<dlp::index_t>();
  auto item = given_item{.path = {0}};
  item.add_now = [&](added_item one) { now.push_back(one.number); };
  auto made = made_of_item();
  auto more = dlp::feeder<int>(item, made);
  more.add(5);
  more.add_now(6);
  more.add(7);
  BOOST_TEST((now == std::vector<dlp::index_t>{1}));
  BOOST_TEST(made.added.at(1).number == 2u);
}

BOOST_AUTO_TEST_CASE(add_now_is_refused_where_the_loop_cannot_have_it) {
  auto const item = given_item{.path = {0}};
  auto made = made_of_item();
  auto more = dlp::feeder<int>(item, made);
  BOOST_CHECK_THROW(more.add_now(6), dlp::usage_error);
  BOOST_TEST(made.added.empty());
}

BOOST_AUTO_TEST_CASE(what_the_root_has_told_is_read_as_what_it_is) {
  auto told = kept_values();
  auto item = given_item{.path = {0}};
  item.told = &told;
  auto made = made_of_item();
  auto const more = dlp::feeder<int>(item, made);
  BOOST_TEST(more.told<double>() == nullptr);
  told.put(told_number, packed_told(1.5));
  BOOST_CHECK_THROW(static_cast<void>(more.told<std::int64_t>()), dlp::error);
  BOOST_REQUIRE(more.told<double>() != nullptr);
  BOOST_TEST(*more.told<double>() == 1.5);
  BOOST_CHECK_THROW(static_cast<void>(more.told<std::int64_t>()), dlp::error);
  told.put(told_number, packed_told(std::string("far")));
  BOOST_TEST(*more.told<std::string>() == "far");
}

BOOST_AUTO_TEST_SUITE_END()
