// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/local_share.hpp>

#include <stop_token>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

#include "../support/standard_error.hpp"

BOOST_AUTO_TEST_SUITE(local_share_test)

using dlp::detail::local_share;
using dlp::detail::place;

namespace {

auto count_up() {
  return [next = dlp::index_t{0}]() mutable { return next++; };
}

auto walk(auto& share, std::size_t most = 1000) -> std::vector<dlp::index_t> {
  auto indices = std::vector<dlp::index_t>();
  while (indices.size() != most && share.next()) indices.push_back(share.index());
  return indices;
}

}  // namespace

BOOST_AUTO_TEST_CASE(it_walks_to_the_end_and_stays_there) {
  auto const share = local_share(count_up(), 4, place{}, {});
  BOOST_TEST(walk(*share) == (std::vector<dlp::index_t>{0, 1, 2, 3}));
  BOOST_TEST(!share->next());
}

BOOST_AUTO_TEST_CASE(the_end_may_be_found_on_the_way) {
  auto const share = local_share(count_up(), dlp::detail::no_end, place{}, {});
  BOOST_TEST(walk(*share, 3).size() == 3u);
  share->range_ends_at(2);
  BOOST_TEST(!share->next());
}

BOOST_AUTO_TEST_CASE(a_stop_ends_it) {
  auto source = std::stop_source();
  auto const share = local_share(count_up(), 100, place{}, {.stop = source.get_token()});
  BOOST_TEST(walk(*share, 5).size() == 5u);
  source.request_stop();
  BOOST_TEST(!share->next());
}

BOOST_AUTO_TEST_CASE(a_ranks_place_is_that_in_its_communicator) {
  auto const world = dlp::communicator();
  auto const here = dlp::detail::place_in(world);
  BOOST_TEST(here.rank == world.rank());
  BOOST_TEST(here.ranks == world.size());
  auto const null = dlp::communicator(MPI_COMM_NULL, boost::mpi::comm_attach);
  BOOST_CHECK_THROW(static_cast<void>(dlp::detail::place_in(null)), dlp::usage_error);
}

BOOST_AUTO_TEST_CASE(of_all_ranks_the_first_alone_has_a_meter) {
  auto const here = dlp::detail::place_in(dlp::communicator());
  auto const said = dlp_test::said_on_stderr(
      [&] { walk(*local_share(count_up(), 4, here, {.progress = true, .label = "four"})); });
  BOOST_TEST(said.starts_with(here.rank == 0 ? "four: 4 done" : ""), said);
  BOOST_TEST(said.empty() == (here.rank != 0), said);
}

BOOST_AUTO_TEST_CASE(where_the_end_is_found_on_the_way_it_does_not_count) {
  auto const said = dlp_test::said_on_stderr([] {
    auto const share = local_share(count_up(), dlp::detail::no_end, place{}, {.progress = true});
    while (share->next()) {
      if (share->index() == 7) share->range_ends_at(7);
    }
  });
  BOOST_TEST(said.starts_with("7 done"), said);
}

BOOST_AUTO_TEST_SUITE_END()
