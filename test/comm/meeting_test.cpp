// SPDX-License-Identifier: BSL-1.0
#include <comm/loss/meeting.hpp>

#include <chrono>
#include <set>

#include <boost/test/unit_test.hpp>

#include <sys/resource.h>

#include <dlp/comm/communicator.hpp>
#include <dlp/core/error.hpp>
#include <dlp/core/failure.hpp>

BOOST_AUTO_TEST_SUITE(meeting_test)

namespace {

using namespace std::chrono_literals;
using dlp::detail::tcp::clock;
namespace detail = dlp::detail;

}  // namespace

BOOST_AUTO_TEST_CASE(each_rank_comes_in_and_says_who_it_is) {
  auto const world = dlp::communicator();
  for (auto const on_one_machine : {true, false}) {
    auto const here = detail::call_a_meeting(on_one_machine);
    BOOST_TEST(here.rank == world.rank());
    BOOST_TEST(here.ranks == world.size());
    BOOST_TEST(here.listening.has_value() == (world.rank() == 0));
    if (world.rank() != 0) {
      BOOST_TEST(detail::come_in(here).has_value());
      continue;
    }
    auto came = std::set<int>();
    while (static_cast<int>(came.size()) != world.size() - 1) {
      auto const one = detail::let_in(here, clock::now() + 10s);
      BOOST_REQUIRE(one.has_value());
      BOOST_TEST(one->host == detail::host_name());
      BOOST_TEST(came.insert(one->rank).second);
    }
    BOOST_TEST(!came.contains(0));
  }
}

BOOST_AUTO_TEST_CASE(a_stranger_is_not_let_in) {
  auto here = detail::call_a_meeting(true);
  if (here.rank == 1) {
    here.where.secret.fill(std::byte{0});
    BOOST_TEST(!detail::come_in(here).has_value());
  }
  if (here.rank == 0 && here.ranks > 1) {
    BOOST_TEST(!detail::let_in(here, clock::now() + 10s).has_value());
    BOOST_TEST(!detail::let_in(here, clock::now()).has_value());
  }
}

BOOST_AUTO_TEST_CASE(where_rank_0_cannot_listen_nobody_waits_for_it) {
  if (dlp::communicator().rank() == 0) {
    auto before = rlimit();
    ::getrlimit(RLIMIT_NOFILE, &before);
    auto const none = rlimit{0, before.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &none);
    BOOST_CHECK_THROW(static_cast<void>(detail::call_a_meeting(true)), dlp::error);
    ::setrlimit(RLIMIT_NOFILE, &before);
  } else {
    BOOST_TEST(!detail::come_in(detail::call_a_meeting(true)).has_value());
  }
}

BOOST_AUTO_TEST_SUITE_END()
