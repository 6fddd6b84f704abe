// SPDX-License-Identifier: BSL-1.0
#include <dispatch/shared/attendance.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <numeric>
#include <span>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <comm/call/private_communicator.hpp>

#include "loopback.hpp"

BOOST_AUTO_TEST_SUITE(attendance_test)

using namespace dlp_test;
using namespace std::chrono_literals;
using dlp::failure;
using presence = loop_pool::presence;

namespace {

/// One rank of the node of ranks 0, 1 and 2, in a loop of which it has found the words.
struct member {
  call& here;
  loop_pool& pool;
  attendance& roll;
};

/// Runs the ranks of a loop whose root is the last of `ranks`; those from 3 on are on other nodes.
auto run_members(int ranks, std::function<void(member)> const& body) -> run_report {
  constexpr auto on_node = std::size_t{3};
  auto room = std::vector<std::byte>(counters_size(3) + 64);
  void* begin = room.data();
  auto space = room.size();
  auto const size = counters_size(3);
  auto const memory = std::span(static_cast<std::byte*>(std::align(64, size, begin, space)), size);
  auto node = std::vector<int>(on_node);
  std::iota(node.begin(), node.end(), 0);
  return run_ranks_well(ranks, {}, [&](context& talk) {
    auto here = call(talk, "loop", ranks - 1);
    auto const place = static_cast<std::size_t>(talk.rank());
    if (place >= on_node) return;
    auto pool = loop_pool(memory, here.number(), place, on_node);
    auto roll = attendance(here, pool, node, ranks > 3);
    body({here, pool, roll});
  });
}

void come(loop_pool& pool) {
  while (pool.enter("loop", 0, {0, 10}) == loop_pool::entry::busy) compute_for(10us);
  pool.join();
}

}  // namespace

// contract: E1
BOOST_AUTO_TEST_CASE(the_failures_are_those_of_the_node_by_index) {
  run_members(3, [](member me) {
    come(me.pool);
    auto const rank = me.here.talk().rank();
    me.pool.fail_at(static_cast<index_t>(9 - rank));
    me.pool.be(rank == 1 ? presence::gone : presence::failed);
    while (me.pool.count(presence::failed) != 2) compute_for(10us);
    auto const failures = me.roll.failures();
    BOOST_TEST(failures->size() == 2u);
    BOOST_TEST(failures->front().index == 7u);
    BOOST_TEST(failures->front().rank == 2);
    BOOST_TEST(failures->back().index == 9u);
  });
}

// contract: E1
BOOST_AUTO_TEST_CASE(of_a_rank_that_could_not_begin_the_text_is_waited_for) {
  run_members(3, [](member me) {
    come(me.pool);
    auto const rank = me.here.talk().rank();
    if (rank == 1) {
      me.pool.be(presence::unable);
      compute_for(1ms);
      me.roll.tell_why_unable({failure{failure::no_index, 1, "here", "type", "no file"}});
      return;
    }
    while (me.pool.count(presence::unable) == 0) compute_for(10us);
    BOOST_TEST(!me.roll.failures());
    auto const what = me.here.receive();
    auto body = byte_reader(what.body);
    me.roll.keep(what.what == word::hello ? call::failures_of(what) : take_failures(body));
    BOOST_TEST(me.roll.failures()->front().text == "no file");
  });
}

// contract: E4
BOOST_AUTO_TEST_CASE(once_for_a_node_those_that_have_not_come_are_told_and_the_root_elsewhere) {
  auto come_so_far = 0;
  auto const report = run_members(5, [&](member me) {
    if (me.here.talk().rank() == 1) return;  // it does not come
    come(me.pool);
    ++come_so_far;
    while (come_so_far != 2) compute_for(10us);
    me.roll.tell_the_missing();
    me.roll.tell_the_missing();
  });
  auto told = std::vector<int>(5);
  for (auto const& from : report.sent) {
    for (auto const& one : from) ++told[static_cast<std::size_t>(one.to)];
  }
  BOOST_TEST((told == std::vector<int>{0, 1, 0, 0, 1}));
}

BOOST_AUTO_TEST_SUITE_END()
