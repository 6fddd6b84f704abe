// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/task.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/task/drive.hpp>
#include <dlp/task/when_all.hpp>

#include "../support/texts.hpp"
#include "../support/with_pool.hpp"

BOOST_AUTO_TEST_SUITE(task_test)

namespace {

using namespace dlp_test;
using pool_of_squares = dlp::function_pool<int(int)>;

auto square_twice(pool_of_squares& pool, int x) -> dlp::task<int> {
  auto const once = co_await pool(x);
  co_return co_await pool(once);
}

/// Tells by its end of life that a frame is destroyed.
struct mark {
  int* to;
  explicit mark(int& count) : to(&count) {}
  mark(mark const&) = delete;
  auto operator=(mark const&) -> mark& = delete;
  ~mark() { ++*to; }
};

}  // namespace

static_assert(!std::is_copy_constructible_v<dlp::task<int>>);

BOOST_AUTO_TEST_CASE(it_awaits_futures_and_get_drives_until_it_is_done) {
  with_squares([](auto& pool) {
    auto fourth = square_twice(pool, 3);
    BOOST_TEST(fourth.get() == 81);
    BOOST_CHECK_THROW(fourth.get(), dlp::usage_error);
    auto other = square_twice(pool, 2);
    other.wait();
    BOOST_TEST(other.ready());
    BOOST_TEST(other.get() == 16);
  });
}

BOOST_AUTO_TEST_CASE(it_starts_at_once) {
  with_squares([](auto& pool) {
    auto begun = 0;
    auto const coroutine = [](auto& its, int& to) -> dlp::task<void> {
      to = 1;
      co_await its(2).then([](int) {});
      to = 2;
    };
    auto one = coroutine(pool, begun);
    BOOST_TEST(begun == 1);
    one.get();
    BOOST_TEST(begun == 2);
  });
}

BOOST_AUTO_TEST_CASE(it_may_be_done_at_once) {
  auto const seven = []() -> dlp::task<int> { co_return 7; };
  auto const nothing = []() -> dlp::task<void> { co_return; };
  auto const fails = []() -> dlp::task<int> {
    throw std::domain_error("at once");
    co_return 1;
  };
  BOOST_TEST(seven().get() == 7);
  nothing().get();
  auto failed = fails();
  BOOST_TEST(contains(text_of<std::domain_error>([&] { return failed.get(); }), "at once"));
}

BOOST_AUTO_TEST_CASE(exceptions_pass) {
  auto const fail = [](int x) -> int { throw std::domain_error("from " + std::to_string(x)); };
  with_pool<int(int)>(fail, [](auto& pool) {
    auto const inner = [](auto& its) -> dlp::task<int> { co_return co_await its(3); };
    auto const outer = [&](auto& its) -> dlp::task<int> { co_return co_await inner(its); };
    BOOST_CHECK_THROW(outer(pool).get(), std::domain_error);
    auto const catches = [&](auto& its) -> dlp::task<std::string> {
      auto text = std::string();
      try {
        co_await inner(its);
      } catch (std::domain_error const& thrown) {
        text = thrown.what();
      }
      co_return text;
    };
    BOOST_TEST(contains(catches(pool).get(), "from 3"));
  });
}

BOOST_AUTO_TEST_CASE(it_awaits_other_tasks_by_value_and_by_name) {
  with_squares([](auto& pool) {
    auto const sum = [](auto& its) -> dlp::task<int> {
      auto first = square_twice(its, 1);
      auto second = square_twice(its, 2);  // both are under way
      auto named = its(5);
      co_return co_await first + co_await second + co_await square_twice(its, 3) + co_await named;
    };
    BOOST_TEST(sum(pool).get() == 1 + 16 + 81 + 25);
  });
}

BOOST_AUTO_TEST_CASE(values_that_only_move_are_moved) {
  auto const inner = []() -> dlp::task<std::unique_ptr<int>> {
    co_return std::make_unique<int>(4);
  };
  auto const outer = [&]() -> dlp::task<std::unique_ptr<int>> {
    auto mine = co_await inner();
    ++*mine;
    co_return std::move(mine);
  };
  BOOST_TEST(*outer().get() == 5);
}

BOOST_AUTO_TEST_CASE(one_that_is_destroyed_unfinished_is_not_gone_on_with) {
  with_squares([](auto& pool) {
    auto destroyed = 0;
    auto gone_on = 0;
    auto const coroutine = [](auto& its, int& gone, int& went_on) -> dlp::task<void> {
      auto const here = mark(gone);
      co_await its(2);
      ++went_on;
    };
    {
      auto const one = coroutine(pool, destroyed, gone_on);
      BOOST_TEST(destroyed == 0);
    }
    BOOST_TEST(destroyed == 1);
    while (pool.wait_some()) {
    }
    BOOST_TEST(gone_on == 0);
    auto replaced = coroutine(pool, destroyed, gone_on);
    replaced = coroutine(pool, destroyed, gone_on);
    BOOST_TEST(destroyed == 2);
    replaced.get();
    BOOST_TEST(gone_on == 1);
    BOOST_TEST(destroyed == 3);
  });
}

BOOST_AUTO_TEST_CASE(one_may_destroy_itself) {
  with_squares([](auto& pool) {
    auto destroyed = 0;
    auto own = std::make_shared<std::optional<dlp::task<void>>>();
    auto const coroutine = [](auto& its, auto self, int& gone) -> dlp::task<void> {
      auto const here = mark(gone);
      co_await its(2);
      self->reset();
      BOOST_TEST(gone == 0);  // as long as it runs
      co_await its(3);
      BOOST_ERROR("it was gone on with");
    };
    own->emplace(coroutine(pool, own, destroyed));
    while (pool.wait_some()) {
    }
    BOOST_TEST(!own->has_value());
    BOOST_TEST(destroyed == 1);
  });
}

BOOST_AUTO_TEST_CASE(who_awaits_one_that_is_destroyed_hears_that) {
  with_squares([](auto& pool) {
    auto inner = std::optional(square_twice(pool, 2));
    auto const outer = [](auto& awaited) -> dlp::task<int> { co_return co_await *awaited; };
    auto waits = outer(inner);
    inner.reset();
    BOOST_CHECK_THROW(waits.get(), dlp::cancelled_error);
  });
}

BOOST_AUTO_TEST_CASE(one_that_nothing_can_make_go_on_is_refused) {
  auto const state = std::make_shared<dlp::detail::result_state<int>>();
  auto const coroutine = [](auto its) -> dlp::task<int> {
    co_return co_await dlp::future<int>(its);
  };
  auto waits = coroutine(state);
  BOOST_CHECK_THROW(waits.wait(), dlp::usage_error);
  state->set(3);
  BOOST_TEST(waits.get() == 3);
}

BOOST_AUTO_TEST_CASE(it_awaits_futures_of_several_pools) {
  with_squares([](auto& pool) {
    auto alone =
        pool_of_squares([](int x) { return -x; },
                        {.comm = dlp::communicator(MPI_COMM_SELF, boost::mpi::comm_attach)});
    auto const both = [](auto& one, auto& other) -> dlp::task<int> {
      auto here = one(3);
      auto there = other(4);
      co_return co_await other(co_await here) + co_await there;
    };
    BOOST_TEST(both(pool, alone).get() == -13);
  });
}

BOOST_AUTO_TEST_CASE(it_awaits_all_of_many) {
  with_squares([](auto& pool) {
    auto const sum = [](auto& its) -> dlp::task<int> {
      auto all = std::vector<dlp::future<int>>();
      for (auto i = 0; i != 10; ++i) all.push_back(its(i));
      auto total = 0;
      for (auto const one : co_await dlp::when_all(std::move(all))) total += one;
      co_return total;
    };
    BOOST_TEST(sum(pool).get() == 285);
  });
}

BOOST_AUTO_TEST_CASE(a_thousand_tasks_that_await_each_other_do_not_recurse) {
  with_squares([](auto& pool) {
    auto const add_to = [](auto& its, dlp::task<int>& before) -> dlp::task<int> {
      auto const one = its(1);
      auto const sum = co_await before;
      co_return sum + co_await one;
    };
    auto const stack_here = [] {
      return reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
    };
    auto const top = stack_here();
    auto deepest = std::uintptr_t{0};
    auto const watch = [&](auto& its, dlp::task<int>& before) -> dlp::task<int> {
      auto const sum = co_await before;
      deepest = std::max(deepest, top - stack_here());
      co_return sum + co_await its(1);
    };
    auto all = std::vector<dlp::task<int>>();
    all.reserve(1'001);
    all.push_back(square_twice(pool, 1));
    for (auto i = 0; i != 500; ++i) {
      all.push_back(add_to(pool, all.back()));
      all.push_back(watch(pool, all.back()));
    }
    BOOST_TEST(all.back().get() == 1'001);
    BOOST_TEST(deepest < (std::size_t{64} << 10));
  });
}

BOOST_AUTO_TEST_CASE(a_loop_over_what_is_ready_does_not_recurse) {
  with_squares([](auto& pool) {
    auto const count = [](auto& its) -> dlp::task<int> {
      auto sum = 0;
      for (auto i = 0; i != 10'000; ++i) {
        auto one = its(1);
        one.wait();
        sum += co_await one;
      }
      co_return sum;
    };
    BOOST_TEST(count(pool).get() == 10'000);
  });
}

BOOST_AUTO_TEST_CASE(a_pool_that_ends_ends_what_awaits_it) {
  auto waits = std::optional<dlp::task<int>>();
  {
    auto pool = pool_of_squares([](int x) { return x * x; });
    if (pool.is_root()) {
      auto const coroutine = [](auto& its) -> dlp::task<int> {
        auto sum = 0;
        for (auto i = 0; i != 1'000; ++i) sum += co_await its(i);
        co_return sum;
      };
      waits = coroutine(pool);
    }
  }
  if (!waits) return;
  BOOST_TEST(waits->ready());
  BOOST_CHECK_THROW(waits->get(), dlp::error);
}

BOOST_AUTO_TEST_SUITE_END()
