// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/future.hpp>

#include <chrono>
#include <exception>
#include <future>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/serialization/string.hpp>
#include <boost/serialization/unique_ptr.hpp>
#include <boost/test/unit_test.hpp>

#include <dlp/adaptor/barrier.hpp>
#include <dlp/task/drive.hpp>

#include "../support/gated_calls.hpp"
#include "../support/gated_pool.hpp"
#include "../support/standard_error.hpp"
#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(future_test)

namespace {

using namespace std::chrono_literals;
using namespace dlp_test;
using pool_of_squares = dlp::function_pool<int(int)>;

auto const world = dlp::communicator();

struct number {
  int value = 0;

  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive & value;
  }
};
using owned_number = std::unique_ptr<number>;

/// Throws of negative numbers.
auto root_of(int x) -> int {
  if (x < 0) throw std::domain_error("negative: " + std::to_string(x));
  auto root = 0;
  while ((root + 1) * (root + 1) <= x) ++root;
  return root;
}

/// More calls than can be handed out, which wait for the root to open a gate.
template <class Drive>
void with_held(Drive drive) {
  with_gate(always, [&](auto& pool, auto& gate) {
    auto held = of_numbers(pool, 4 * pool.workers());
    drive(pool, held, gate);
  });
}

}  // namespace

static_assert(std::is_nothrow_move_constructible_v<dlp::future<int>>);
static_assert(!std::is_copy_constructible_v<dlp::future<int>>);

BOOST_AUTO_TEST_CASE(get_takes_the_value_once) {
  with_squares([](auto& pool) {
    auto result = pool(7);
    BOOST_TEST(result.valid());
    BOOST_TEST(result.get() == 49);
    BOOST_TEST(!result.valid());
    BOOST_CHECK_THROW(result.get(), dlp::usage_error);
  });
}

BOOST_AUTO_TEST_CASE(one_of_no_call_refuses_everything) {
  auto none = dlp::future<int>();
  BOOST_TEST(!none.valid());
  BOOST_CHECK_THROW(none.get(), dlp::usage_error);
  BOOST_CHECK_THROW(none.wait(), dlp::usage_error);
  BOOST_CHECK_THROW(none.wait_for(0s), dlp::usage_error);
  BOOST_CHECK_THROW(static_cast<void>(none.ready()), dlp::usage_error);
  BOOST_CHECK_THROW(static_cast<void>(none.error()), dlp::usage_error);
  BOOST_CHECK_THROW(none.cancel(), dlp::usage_error);
  BOOST_CHECK_THROW(static_cast<void>(none.cancelled()), dlp::usage_error);
  BOOST_CHECK_THROW(none.then([](int) {}), dlp::usage_error);
  BOOST_CHECK_THROW(std::move(none).then([](int) {}), dlp::usage_error);
  BOOST_CHECK_THROW(std::move(none).or_else([](auto const&) { return 1; }), dlp::usage_error);
}

BOOST_AUTO_TEST_CASE(what_the_call_throws_is_asked_for_or_thrown) {
  with_pool<int(int)>(root_of, [](auto& pool) {
    auto result = pool(-3);
    BOOST_TEST((result.error() != nullptr));
    BOOST_TEST(contains(text_of<std::domain_error>([&] { return result.get(); }), "negative: -3"));
    auto fine = pool(9);
    BOOST_TEST((fine.error() == nullptr));
    BOOST_TEST(fine.get() == 3);
  });
}

BOOST_AUTO_TEST_CASE(one_without_a_value_is_waited_for_as_well) {
  with_pool<void(int)>([](int x) { static_cast<void>(root_of(x)); },
                       [](auto& pool) {
                         pool(1).get();
                         BOOST_CHECK_THROW(pool(-1).get(), std::domain_error);
                         auto seen = 0;
                         pool(1).then([&] { ++seen; }).get();
                         std::move(pool(1)).then([&] { ++seen; }).get();
                         pool(-1).or_else([&](auto const&) { ++seen; }).get();
                         BOOST_TEST(seen == 3);
                       });
}

BOOST_AUTO_TEST_CASE(to_wait_has_limits_of_any_length) {
  with_held([](auto&, auto& held, auto& gate) {
    if (world.size() > 1) {  // else who waits does the calls
      auto const now = std::chrono::system_clock::now();
      BOOST_TEST((held[0].wait_for(0s) == std::future_status::timeout));
      BOOST_TEST((held[0].wait_until(now) == std::future_status::timeout));
      BOOST_TEST((held[0].wait_for(2ms) == std::future_status::timeout));
    }
    gate.add_one();
    BOOST_TEST((held[0].wait_for(std::chrono::hours::max()) == std::future_status::ready));
    BOOST_TEST((held[1].wait_for(std::chrono::nanoseconds::max()) == std::future_status::ready));
    BOOST_TEST((held[2].wait_until(std::chrono::steady_clock::time_point::max()) ==
                std::future_status::ready));
    BOOST_TEST((held[2].wait_for(0s) == std::future_status::ready));
    BOOST_TEST(held[2].get() == 2);
  });
}

BOOST_AUTO_TEST_CASE(ready_takes_in_what_has_come) {
  with_squares([](auto& pool) {
    auto result = pool(2);
    while (!result.ready()) std::this_thread::sleep_for(100us);
    BOOST_TEST(result.get() == 4);
  });
}

BOOST_AUTO_TEST_CASE(a_call_that_waits_can_be_cancelled) {
  with_held([](auto& pool, auto& held, auto& gate) {
    auto const pending = pool.pending();
    BOOST_TEST(!held.back().cancelled());
    BOOST_TEST(held.back().cancel());
    BOOST_TEST(held.back().cancelled());
    BOOST_TEST(held.back().cancel());
    BOOST_TEST(pool.pending() == pending - 1);
    BOOST_CHECK_THROW(held.back().get(), dlp::cancelled_error);
    gate.add_one();
    BOOST_TEST(held.front().get() == 0);
    BOOST_TEST(!held[1].cancelled());
  });
}

BOOST_AUTO_TEST_CASE(a_call_that_was_handed_out_is_not_cancelled) {
  auto begun = shared_count();
  auto gate = shared_count();
  auto const wait = [&](int x) {
    begun.add_one();
    static_cast<void>(gate.comes_to(1));
    return x;
  };
  with_pool<int(int)>(wait, [&](auto& pool) {
    auto result = pool(3);
    while (world.size() != 1 && pool.pending() == 1 && !begun.is_at_least(1)) pool.poll();
    if (world.size() != 1) BOOST_TEST(!result.cancel());
    gate.add_one();
    BOOST_TEST(result.get() == 3);
    auto done = pool(4);
    done.wait();
    BOOST_TEST(!done.cancel());
    BOOST_TEST(!done.cancelled());
    BOOST_TEST(done.get() == 4);
  });
  dlp::barrier();
}

BOOST_AUTO_TEST_CASE(to_destroy_one_neither_waits_nor_cancels) {
  auto done = shared_count();
  auto const count = [&](int) {
    done.add_one();
    return 0;
  };
  with_pool<int(int)>(count, [&](auto& pool) {
    for (auto i = 0; i != 20; ++i) static_cast<void>(pool(i));
  });
  BOOST_TEST(done.comes_to(20));
  dlp::barrier();
}

BOOST_AUTO_TEST_CASE(one_that_outlives_its_pool_is_ready) {
  auto kept = std::vector<dlp::future<int>>();
  auto follows = std::optional<dlp::future<std::string>>();
  gated_calls().in_pool([&](auto& pool) {
    kept = of_numbers(pool, 50);
    follows = kept[49].then([](int x) { return std::to_string(x); });
  });
  for (auto& one : kept) BOOST_CHECK_THROW(one.get(), dlp::cancelled_error);
  if (follows) BOOST_CHECK_THROW(follows->get(), dlp::cancelled_error);
}

BOOST_AUTO_TEST_CASE(what_waits_for_a_pool_is_called_before_that_is_gone) {
  auto called = false;
  auto is_root = false;
  {
    auto pool = pool_of_squares([](int x) { return x * x; });
    is_root = pool.is_root();
    if (is_root) {
      static_cast<void>(
          pool(1).or_else([](auto const&) { return 0; }).then([&](int) { called = true; }));
    }
  }
  BOOST_TEST(called == is_root);
}

BOOST_AUTO_TEST_CASE(one_is_ready_when_its_pool_is_shut_down) {
  with_squares([](auto& pool) {
    auto kept = pool(3);
    auto const follows = kept.then([](int x) { return x + 1; });
    pool.shutdown(dlp::finish::cancel_pending);
    BOOST_TEST(follows.ready());
    BOOST_TEST(kept.ready());
  });
}

// with one process a call is done by who waits for it, and in order
BOOST_AUTO_TEST_CASE(alone_the_calls_run_in_order_where_the_root_waits) {
  if (world.size() != 1) return;
  auto seen = std::vector<int>();
  auto const note = [&](int x) {
    seen.push_back(x);
    return x;
  };
  with_pool<int(int)>(note, [&](auto& pool) {
    auto first = pool(1);
    auto second = pool(2);
    auto third = pool(3);
    BOOST_TEST(seen.empty());
    second.wait();
    BOOST_TEST(seen == (std::vector{1, 2}));
    BOOST_TEST(pool.poll());
    BOOST_TEST(seen == (std::vector{1, 2, 3}));
  });
}

BOOST_AUTO_TEST_CASE(several_continuations_look_at_one_value) {
  with_squares([](auto& pool) {
    auto result = pool(3);
    auto const text = result.then([](int const& x) { return std::to_string(x); });
    auto next = result.then([](int x) { return x + 1; });
    BOOST_TEST(result.get() == 9);  // takes it after they have looked
    BOOST_TEST(next.get() == 10);
    auto again = dlp::future<std::string>(text.state());
    BOOST_TEST(again.get() == "9");
  });
}

BOOST_AUTO_TEST_CASE(those_of_a_future_that_is_ready_look_before_the_value_is_taken) {
  with_squares([](auto& pool) {
    auto result = pool(3);
    result.wait();
    auto next = result.then([](int x) { return x + 1; });
    BOOST_TEST(result.get() == 9);
    BOOST_TEST(next.get() == 10);
  });
}

BOOST_AUTO_TEST_CASE(a_failure_passes_through) {
  with_pool<int(int)>(root_of, [](auto& pool) {
    auto called = 0;
    auto const count = [&](int x) { return called += 1, x; };
    auto last = pool(-1).then(count).then(count);
    BOOST_TEST(contains(text_of<std::domain_error>([&] { return last.get(); }), "negative: -1"));
    BOOST_TEST(called == 0);
  });
}

BOOST_AUTO_TEST_CASE(what_a_continuation_throws_its_future_throws) {
  with_squares([](auto& pool) {
    auto thrown = pool(1).then([](int) -> int { throw std::out_of_range("here"); });
    BOOST_CHECK_THROW(thrown.get(), std::out_of_range);
    static_cast<void>(pool(1).then([](int) -> int { throw std::out_of_range("nobody looks"); }));
    BOOST_TEST(pool(2).get() == 4);
  });
}

BOOST_AUTO_TEST_CASE(what_returns_a_future_gives_its_value) {
  with_squares([](auto& pool) {
    auto fourth = pool(3).then([&](int x) { return pool(x); });
    static_assert(std::is_same_v<decltype(fourth), dlp::future<int>>);
    BOOST_TEST(fourth.get() == 81);
    auto of_none = pool(3).then([](int) { return dlp::future<int>(); });
    BOOST_CHECK_THROW(of_none.get(), dlp::usage_error);
  });
}

BOOST_AUTO_TEST_CASE(a_failure_is_recovered) {
  with_pool<int(int)>(root_of, [](auto& pool) {
    auto const minus_one = [](std::exception_ptr const&) { return -1; };
    BOOST_TEST(pool(-4).or_else(minus_one).get() == -1);
    BOOST_TEST(pool(4).or_else(minus_one).get() == 2);
    auto again = [&](std::exception_ptr const& why) {
      BOOST_CHECK_THROW(std::rethrow_exception(why), std::domain_error);
      return pool(16);
    };
    BOOST_TEST(pool(-4).or_else(again).get() == 4);
    auto const worse = [](auto const&) -> int { throw std::length_error("worse"); };
    BOOST_CHECK_THROW(pool(-4).or_else(worse).get(), std::length_error);
  });
}

BOOST_AUTO_TEST_CASE(a_value_that_only_moves_is_moved) {
  auto const make = [](int x) { return std::make_unique<number>(number{x}); };
  with_pool<owned_number(int)>(make, [](auto& pool) {
    auto keep = [](owned_number mine) { return mine; };
    BOOST_TEST(pool(5).then(keep).then(keep).get()->value == 5);
    auto looked = pool(6);
    auto const seen = looked.then([](owned_number const& its) { return its->value; });
    BOOST_TEST(std::move(looked).then(keep).get()->value == 6);
    BOOST_TEST(!looked.valid());
    BOOST_TEST(seen.ready());
    BOOST_TEST(pool(7).or_else([](auto const&) { return nullptr; }).get()->value == 7);
  });
}

BOOST_AUTO_TEST_CASE(what_stays_on_the_root_may_be_of_any_type) {
  struct pointer {
    int const* to;
  };
  with_squares([](auto& pool) {
    auto const here = 4;
    auto next = pool(3).then([&](int) { return pointer{&here}; });
    BOOST_TEST(next.get().to == &here);
  });
}

BOOST_AUTO_TEST_CASE(a_function_that_only_moves_continues) {
  with_squares([](auto& pool) {
    auto next = pool(3).then([mine = std::make_unique<int>(4)](int x) { return x + *mine; });
    BOOST_TEST(next.get() == 13);
  });
}

BOOST_AUTO_TEST_CASE(a_chain_of_ten_thousand_does_not_recurse) {
  with_squares([](auto& pool) {
    auto last = pool(0);
    for (auto i = 0; i != 10'000; ++i) last = std::move(last).then([](int x) { return x + 1; });
    BOOST_TEST(last.get() == 10'000);
    // each deeper by one that is waited for when it is ready
    auto all = std::vector<dlp::future<int>>();
    for (auto i = 0; i != 10'000; ++i) {
      all.push_back(pool(1));
      all.back().wait();
    }
    auto sum = 0;
    for (auto& one : all) dlp::detail::call_soon([&] { sum += one.get(); });
    dlp::detail::call_what_is_due();
    BOOST_TEST(sum == 10'000);
  });
}

BOOST_AUTO_TEST_CASE(a_chain_that_is_dropped_before_it_is_ready_runs_all_the_same) {
  with_squares([](auto& pool) {
    auto seen = 0;
    {
      auto last = pool(0);
      for (auto i = 0; i != 10'000; ++i) last = last.then([&](int) { return ++seen; });
    }
    while (pool.wait_some()) {
    }
    BOOST_TEST(seen == 10'000);
  });
}

BOOST_AUTO_TEST_CASE(one_that_waits_for_itself_is_refused) {
  with_squares([](auto& pool) {
    auto self = dlp::future<int>();
    self = pool(1).then([&](int) { return std::move(self); });
    auto const its = self.state();
    while (!its->ready()) pool.poll();
    BOOST_CHECK_THROW(static_cast<void>(its->look()), dlp::usage_error);
  });
}

BOOST_AUTO_TEST_CASE(two_that_wait_for_each_other_are_refused) {
  with_squares([](auto& pool) {
    auto second = dlp::future<int>();
    auto first = pool(1).then([&](int) { return dlp::future<int>(second.state()); });
    second = pool(2).then([&](int) { return dlp::future<int>(first.state()); });
    BOOST_CHECK_THROW(first.wait(), dlp::usage_error);
    first.cancel();  // else they hold each other
    BOOST_CHECK_THROW(second.get(), dlp::cancelled_error);
  });
}

BOOST_AUTO_TEST_CASE(a_continuation_may_cancel_what_it_makes) {
  with_squares([](auto& pool) {
    auto next = dlp::future<int>();
    next = pool(1).then([&](int x) { return next.cancel(), x; });
    BOOST_CHECK_THROW(next.get(), dlp::cancelled_error);
  });
}

BOOST_AUTO_TEST_CASE(to_cancel_a_continuation_leaves_the_call) {
  with_squares([](auto& pool) {
    auto called = 0;
    auto result = pool(4);
    auto next = result.then([&](int) { ++called; });
    BOOST_TEST(next.cancel());
    BOOST_TEST(result.get() == 16);
    BOOST_CHECK_THROW(next.get(), dlp::cancelled_error);
    BOOST_TEST(called == 0);
  });
}

BOOST_AUTO_TEST_CASE(a_continuation_may_submit_and_wait) {
  with_squares([](auto& pool) {
    auto submitted = std::vector<dlp::future<int>>();
    auto next = pool(2).then([&](int x) {
      for (auto i = 0; i != 20; ++i) submitted.push_back(pool(i));
      return x + pool(3).get();
    });
    BOOST_TEST(next.get() == 13);
    BOOST_TEST(submitted.size() == 20U);
    BOOST_TEST(submitted[19].get() == 361);
  });
}

BOOST_AUTO_TEST_CASE(shutdown_lets_continuations_submit_until_all_is_done) {
  auto seen = 0;
  with_squares([&](auto& pool) {
    pool(2)
        .then([&](int x) { return pool(x); })
        .then([&](int x) { return pool(x); })
        .then([&](int x) { seen = x; });
    pool.shutdown();
    BOOST_TEST(seen == 256);
  });
}

BOOST_AUTO_TEST_CASE(a_continuation_may_destroy_its_future) {
  with_squares([](auto& pool) {
    auto result = std::make_unique<dlp::future<int>>(pool(5));
    auto next = result->then([&](int x) {
      result = nullptr;
      return x;
    });
    BOOST_TEST(result->get() == 25);
    BOOST_TEST(!result);
    BOOST_TEST(next.get() == 25);
  });
}

BOOST_AUTO_TEST_CASE(a_continuation_may_destroy_its_pool) {
  auto const square = [](int x) { return x * x; };
  auto pool = std::make_unique<pool_of_squares>(square);
  if (!pool->is_root()) {
    auto const again = pool_of_squares(square);
    BOOST_TEST(again.is_worker());
    return;
  }
  auto late = dlp::future<int>();
  auto next = (*pool)(5).then([&](int x) {
    pool = nullptr;
    pool = std::make_unique<pool_of_squares>(square);
    return x + (*pool)(2).get();
  });
  for (auto i = 0; i != 20; ++i) late = (*pool)(i);
  BOOST_TEST(next.get() == 29);
  BOOST_TEST(late.ready());
  pool->shutdown();
}

BOOST_AUTO_TEST_CASE(a_continuation_may_destroy_a_pool_that_is_shutting_down) {
  auto pool = std::make_unique<pool_of_squares>([](int x) { return x * x; });
  if (!pool->is_root()) return;
  auto late = std::vector<dlp::future<int>>();
  static_cast<void>((*pool)(5).then([&](int) { pool = nullptr; }));
  for (auto i = 0; i != 20; ++i) late.push_back((*pool)(i));
  pool->shutdown();
  BOOST_TEST(!pool);
  for (auto const& one : late) BOOST_TEST(one.ready());
}

BOOST_AUTO_TEST_CASE(a_continuation_may_destroy_the_pool_of_a_map) {
  auto pool = std::make_unique<pool_of_squares>([](int x) { return x * x; });
  if (!pool->is_root()) return;
  auto const ends = (*pool)(5).then([&](int) { pool = nullptr; });
  BOOST_CHECK_THROW(pool->map(std::vector<int>(10'000)), dlp::cancelled_error);
  BOOST_TEST(!pool);
}

BOOST_AUTO_TEST_CASE(futures_of_several_pools_are_waited_for_together) {
  with_squares([](auto& pool) {
    auto alone = dlp::function_pool<int(int)>(
        [](int x) { return -x; },
        {.comm = dlp::communicator(MPI_COMM_SELF, boost::mpi::comm_attach)});
    auto last = pool(3).then([&](int x) { return alone(x); }).then([&](int x) { return pool(x); });
    BOOST_TEST(last.get() == 81);
  });
}

BOOST_AUTO_TEST_CASE(to_wait_in_another_thread_is_refused) {
  with_squares([](auto& pool) {
    auto result = pool(3);
    auto text = std::string();
    std::thread([&] { text = text_of<dlp::usage_error>([&] { return result.get(); }); }).join();
    BOOST_TEST(contains(text, "another thread"));
    BOOST_TEST(result.get() == 9);
  });
}

BOOST_AUTO_TEST_CASE(what_nobody_has_asked_for_is_said_where_there_is_progress) {
  auto const said_by = [](auto drive, bool progress) {
    return said_on_stderr(
        [&] { with_pool<int(int)>(root_of, drive, {.progress = progress, .label = "roots"}); });
  };
  auto const has_complaint = [](std::string const& text) {
    return contains(text, "nobody has asked a future what its call has thrown");
  };
  auto const drop = [](auto& pool) {
    static_cast<void>(pool(-5));
    while (pool.wait_some()) {
    }
  };
  auto const is_root = world.rank() == 0;
  auto const said = said_by(drop, true);
  BOOST_TEST(has_complaint(said) == is_root);
  BOOST_TEST(contains(said, "negative: -5") == is_root);
  BOOST_TEST(!has_complaint(said_by(drop, false)));
  BOOST_TEST(!has_complaint(said_by(
      [](auto& pool) {
        BOOST_CHECK_THROW(pool(-5).get(), std::domain_error);
        BOOST_TEST((pool(-6).error() != nullptr));
        BOOST_TEST(pool(-7).or_else([](auto const&) { return 0; }).get() == 0);
        BOOST_TEST(pool(4).get() == 2);
      },
      true)));
  auto const of_continuation = said_by(
      [](auto& pool) {
        static_cast<void>(pool(4).then([](int) { throw std::length_error("too long"); }));
        pool.poll();
      },
      true);
  BOOST_TEST(contains(of_continuation, "too long") == is_root);
  BOOST_TEST(!has_complaint(said_by(
      [](auto& pool) {
        static_cast<void>(pool(4).then([](int) {}).cancel());
        static_cast<void>(pool(4));
        pool.shutdown(dlp::finish::cancel_pending);
      },
      true)));
}

BOOST_AUTO_TEST_CASE(a_continuation_may_wait_for_a_later_one_of_the_same_future) {
  dlp_test::with_squares([](auto& pool) {
    auto first = pool(3);
    auto later = dlp::future<int>();
    auto waits = first.then([&](int) { return later.get(); });
    later = first.then([](int x) { return x + 1; });
    BOOST_TEST(waits.get() == 10);
  });
}

BOOST_AUTO_TEST_SUITE_END()
