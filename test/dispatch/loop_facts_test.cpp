// SPDX-License-Identifier: BSL-1.0
#include <dispatch/report/loop_facts.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(loop_facts_test)

using dlp::detail::loop_facts;

BOOST_AUTO_TEST_CASE(all_compute_but_the_root_and_a_rank_alone_does) {
  BOOST_TEST(loop_facts{.ranks = 5}.workers() == 4);
  BOOST_TEST(loop_facts{.ranks = 2}.workers() == 1);
  BOOST_TEST(loop_facts{.ranks = 1}.workers() == 1);
}

BOOST_AUTO_TEST_CASE(a_position_is_an_index_where_the_loop_goes_in_order) {
  BOOST_TEST(loop_facts{}.index_at(7) == 7u);
  BOOST_TEST((loop_facts{.order = {4, 2, 0}}).index_at(1) == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
