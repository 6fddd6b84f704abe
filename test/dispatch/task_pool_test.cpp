// SPDX-License-Identifier: BSL-1.0
#include <dlp/dispatch/task_pool.hpp>

#include <algorithm>
#include <exception>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include <boost/mpi.hpp>
#include <boost/test/unit_test.hpp>

#include <comm/call/private_communicator.hpp>
#include <dispatch/progress/observer.hpp>
#include <dlp/core/error.hpp>
#include <dlp/dispatch/task_listener.hpp>

BOOST_AUTO_TEST_SUITE(task_pool_test)

namespace {

using dlp::index_t;
using namespace dlp::detail;

auto const world = boost::mpi::communicator();

/// Keeps the sizes of what comes.
struct ear final : task_listener {
  std::vector<std::size_t> came_with = {};
  int drops = 0;

  void came(index_t, std::span<std::byte const> packed) noexcept override {
    came_with.push_back(packed.size());
  }
  void dropped(index_t, std::exception_ptr const&) noexcept override { ++drops; }
};

/// Leaves as many bytes as it was given, and a number of its own more.
struct opened {
  explicit opened(int more)
      : pool(
            shared_context(world), {.name = "pool"}, {},
            [more](std::span<std::byte const> frame, dlp::bytes& left, int rank) {
              BOOST_TEST(rank == world.rank());
              left.resize(left.size() + frame.size() + static_cast<std::size_t>(more));
            },
            {}, lone_context(world)) {}

  task_pool pool;
};

}  // namespace

BOOST_AUTO_TEST_CASE(tasks_of_all_sizes_go_and_what_they_leave_comes_back) {
  auto here = opened(3);
  if (!here.pool.is_root()) return;
  auto const its = std::make_shared<ear>();
  auto sizes = std::vector<std::size_t>();
  for (auto const size : {0, 1, 1'000, 3'000'000}) {
    here.pool.submit(dlp::bytes(static_cast<std::size_t>(size)), its, 0, {});
    sizes.push_back(static_cast<std::size_t>(size) + 3);
  }
  here.pool.finish(true);
  std::ranges::sort(its->came_with);
  BOOST_TEST((its->came_with == sizes));
  BOOST_TEST(its->drops == 0);
  BOOST_TEST(here.pool.work().calls == 4u);
  BOOST_TEST(here.pool.work().longest <= here.pool.work().computed);
}

BOOST_AUTO_TEST_CASE(what_is_taken_out_does_not_come_and_what_has_gone_is_not_taken_out) {
  auto here = opened(0);
  if (!here.pool.is_root()) return;
  auto const its = std::make_shared<ear>();
  auto places = std::vector<task_place>();
  for (auto i = 0; i != 40; ++i) places.push_back(here.pool.submit(dlp::bytes(8), its, 0, {}));
  auto taken_out = std::size_t{0};
  for (auto const& one : places) taken_out += here.pool.take_out(one) ? 1 : 0;
  BOOST_TEST(here.pool.pending() == 40 - taken_out - its->came_with.size());
  here.pool.finish(true);
  BOOST_TEST(its->came_with.size() == 40 - taken_out);
  for (auto const& one : places) BOOST_TEST(!here.pool.take_out(one));
}

BOOST_AUTO_TEST_CASE(who_leaves_drops_what_has_not_come) {
  auto const its = std::make_shared<ear>();
  auto here = opened(0);
  if (!here.pool.is_root()) return;
  for (auto i = 0; i != 40; ++i) here.pool.submit(dlp::bytes(8), its, 0, {});
  here.pool.leave({});
  BOOST_TEST(!here.pool.is_open());
  BOOST_TEST(its->came_with.size() + static_cast<std::size_t>(its->drops) == 40u);
  BOOST_TEST(!here.pool.turn(true));
}

BOOST_AUTO_TEST_CASE(one_of_a_single_rank_may_outlive_mpi) {
  alignas(context) unsigned char memory[sizeof(context)];
  auto* const talk = new (memory) context(nullptr);
  auto const work = [](auto, dlp::bytes&, int) {};
  auto pool = task_pool(nullptr, {.name = "pool"}, {}, work, {}, talk);
  BOOST_CHECK_THROW(talk->require_no_pool("a loop"), dlp::usage_error);
  talk->~context();
  std::ranges::fill(memory, 0xaa);
  auto const its = std::make_shared<ear>();
  pool.submit({}, its, 0, {});
  pool.finish(true);
  BOOST_TEST(its->came_with.size() == 1u);
  BOOST_TEST(std::ranges::all_of(memory, [](auto byte) { return byte == 0xaa; }));
}

BOOST_AUTO_TEST_SUITE_END()
