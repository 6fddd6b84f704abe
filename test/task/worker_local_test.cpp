// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/worker_local.hpp>

#include <stdexcept>
#include <string>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(worker_local_test)

BOOST_AUTO_TEST_CASE(it_is_made_where_it_is_first_asked_for_and_once) {
  auto made = 0;
  auto own = dlp::worker_local<std::string>([&] { return std::to_string(++made); });
  BOOST_TEST(!own.is_made());
  BOOST_TEST(made == 0);
  own.local() += "!";
  BOOST_TEST(own.local() == "1!");
  BOOST_TEST(own.is_made());
  own.clear();
  BOOST_TEST(own.local() == "2");
}

BOOST_AUTO_TEST_CASE(where_making_it_throws_the_next_call_tries_again) {
  auto tries = 0;
  auto own = dlp::worker_local<int>(
      [&] { return ++tries == 1 ? throw std::runtime_error("not yet") : tries; });
  BOOST_CHECK_THROW(static_cast<void>(own.local()), std::runtime_error);
  BOOST_TEST(own.local() == 2);
}

BOOST_AUTO_TEST_CASE(without_more_it_is_made_by_default) {
  BOOST_TEST(dlp::worker_local<int>().local() == 0);
}

BOOST_AUTO_TEST_SUITE_END()
