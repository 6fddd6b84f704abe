// SPDX-License-Identifier: BSL-1.0
//
// The names of pools that docs/design/contract.md promises to programs, as they stand there.
#include <dlp/pool.hpp>

#include <functional>
#include <tuple>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace {

auto const xs = std::vector{1, 2, 3};
auto const roots = std::vector{0, 1};
auto const pairs = std::vector{std::tuple(1, 2), std::tuple(3, 4)};
auto const scale = 0.5;

auto menial(int x) -> int { return 2 * x; }
auto weigh(int a, int b) -> int { return a * b; }
auto look_up(dlp::broadcast_value<std::vector<int>> const& table, std::size_t at) -> int {
  return table->at(at);
}
void begin() {}
auto steps(dlp::executor& pool) -> dlp::task<int> {
  auto const first = co_await pool.submit(menial, 5);
  co_return co_await pool.submit(menial, first);
}
void bound(dlp::feeder<int>& more) {
  if (auto const* const bound = more.told<int>()) static_cast<void>(*bound);
}

/// How often all ranks have used something, on every rank.
auto uses = 0;
void use(auto const&...) { ++uses; }
auto uses_of_all() -> int { return dlp::all_reduce(std::exchange(uses, 0), std::plus<>()); }

}  // namespace

// clang-format off

BOOST_AUTO_TEST_CASE(any_call_in_a_pool_that_a_function_drives) {
dlp::executor::run([](dlp::executor& pool) {     // the root runs it, the others make its calls
auto one = pool.submit(menial, 7);               // a dlp::future
auto next = pool.submit({.priority = 1, .stop = {}}, menial, 8);
use(next.ready());
use(one.get(), next.get());
use(pool.map(menial, xs));                       // a std::vector in the order of xs
use(pool.starmap(weigh, pairs));                 // an element is a tuple of the arguments
for (auto& r : pool.map_unordered(menial, xs)) use(r);
auto batch = pool.submit_batch(menial, xs);      // a std::vector of futures
for (auto& f : dlp::as_completed(batch)) use(f.get());
auto table = pool.broadcast(xs);                 // a handle that travels in its place, once
use(pool.submit(look_up, table, 2).get());
use(pool.submit(dlp::bind_front(weigh, 2), 3).get());
use(dlp::when_all(pool.submit(menial, 1), pool.submit(menial, 2)).get());
use(pool.submit(menial, 3).then([](int r) { return r + 1; }).get());
use(steps(pool).get());                          // a coroutine: dlp::task<int>
use(pool.workers(), pool.pending(), pool.stats().calls, pool.poll(), pool.wait_some());
});
  BOOST_TEST(uses_of_all() == 16);
}

BOOST_AUTO_TEST_CASE(a_pool_that_is_shut_down) {
dlp::executor pool({.initialize = begin, .progress_thread = false, .stop = {}, .root = 0});
if (pool.is_root()) use(pool.submit(menial, 1).get());
pool.shutdown();                                 // or shutdown(dlp::finish::cancel_pending)
  BOOST_TEST(uses_of_all() == 1);
}

BOOST_AUTO_TEST_CASE(one_function) {
dlp::function_pool<double(int)> same([&](int x) { return scale * x; });   // no call travels
if (same.is_root()) use(same.map(xs), same(3).get());
same.shutdown();
  BOOST_TEST(uses_of_all() == 1);
}

BOOST_AUTO_TEST_CASE(work_that_makes_work) {
dlp::for_each(roots, [](int n, dlp::feeder<int>& more) { if (n < 4) more.add(n + 4); });
auto found = dlp::map_unordered([](int n, dlp::feeder<int>& more) { bound(more); return n; }, roots);
for (auto it = found.begin(); it != found.end(); ++it) use(*it, it.index(), it.path());
  BOOST_TEST(uses_of_all() == 2);
}
