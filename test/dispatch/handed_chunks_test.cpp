// SPDX-License-Identifier: BSL-1.0
#include <dispatch/managed/handed_chunks.hpp>

#include <vector>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(handed_chunks_test)

using dlp::index_t;
using namespace dlp::detail;

BOOST_AUTO_TEST_CASE(where_they_cannot_be_seen_all_may_have_been_begun) {
  auto chunks = handed_chunks();
  BOOST_TEST(!chunks.watched());
  BOOST_TEST(!chunks.add({0, 4}, true));
  BOOST_TEST(!chunks.add({4, 6}, true));
  BOOST_TEST(chunks.rest() == 0u);
  BOOST_TEST(chunks.movable() == 0u);
  BOOST_TEST((chunks.take_all() == std::vector<index_t>{4, 6}));
}

BOOST_AUTO_TEST_CASE(only_the_first_was_asked_for) {
  auto chunks = handed_chunks();
  chunks.add({0, 4}, true);
  chunks.add({4, 6}, true);
  BOOST_TEST(chunks.pop().has_value());
  BOOST_TEST(!chunks.pop().has_value());
  BOOST_TEST(chunks.size() == 0u);
  BOOST_TEST(chunks.count() == 2u);
  chunks.add({6, 7}, true);
  BOOST_TEST(chunks.pop().has_value());
}

BOOST_AUTO_TEST_CASE(of_the_next_all_can_be_taken_back_and_of_the_first_half) {
  stealable_chunk stealable_chunks[2];
  auto chunks = handed_chunks();
  chunks.watch(stealable_chunks);
  BOOST_TEST(chunks.add({10, 20}, true));
  BOOST_TEST(chunks.add({20, 24}, true));
  stealable_chunks[0].begin(3);
  BOOST_TEST(chunks.rest() == 11u);
  BOOST_TEST(chunks.movable() == 8u);  // 4 of the first, and 4
  auto taken = chunks.take_back();
  BOOST_TEST(taken.place == 1u);
  BOOST_TEST(taken.from == 20u);
  taken = chunks.take_back();
  BOOST_TEST(taken.place == 0u);
  BOOST_TEST(taken.from == 16u);  // 13, 14 and 15 stay
  BOOST_TEST((chunks.take_all() == std::vector<index_t>{13, 20}));
  BOOST_TEST(chunks.rest() == 0u);
}

BOOST_AUTO_TEST_CASE(a_worker_keeps_one_of_what_it_may_not_have_heard_of) {
  stealable_chunk stealable_chunks[2];
  auto chunks = handed_chunks();
  chunks.watch(stealable_chunks);
  chunks.add({5, 6}, true);
  BOOST_TEST(chunks.movable() == 0u);
  BOOST_TEST(chunks.take_back().from == 6u);
  chunks.pop();
  chunks.add({6, 9}, true);
  BOOST_TEST(chunks.movable() == 1u);
  stealable_chunks[1].begin(1);
  BOOST_TEST(chunks.movable() == 1u);
}

BOOST_AUTO_TEST_CASE(what_is_not_to_be_taken_back_cannot_be) {
  stealable_chunk stealable_chunks[2];
  auto chunks = handed_chunks();
  chunks.watch(stealable_chunks);
  BOOST_TEST(!chunks.add({0, 4}, false));
  BOOST_TEST(!chunks.add({0, stealable_chunk::longest + 1}, true));
  BOOST_TEST(chunks.movable() == 0u);
  BOOST_TEST((chunks.take_all() == std::vector<index_t>{4, stealable_chunk::longest + 1}));
}

BOOST_AUTO_TEST_SUITE_END()
