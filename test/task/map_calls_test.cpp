// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/map_calls.hpp>

#include <exception>
#include <ranges>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

BOOST_AUTO_TEST_SUITE(map_calls_test)

namespace {

using dlp::index_t;
using namespace dlp::detail;
using readiness = task_series::readiness;

constexpr auto frame_of = [](dlp::bytes& to, int x) {
  if (x < 0) throw std::length_error("negative");
  append(to, x);
};
using frame = decltype(frame_of);

template <class V>
struct calls final : map_calls<int, V, frame> {
  using map_calls<int, V, frame>::map_calls;

  std::vector<std::pair<index_t, int>> taken = {};
  std::vector<std::pair<index_t, std::string>> failed = {};

  void take(index_t index, int value) override { taken.emplace_back(index, value); }
  void fail(index_t index, std::exception_ptr why) noexcept override {
    try {
      std::rethrow_exception(std::move(why));
    } catch (std::exception const& thrown) {
      failed.emplace_back(index, thrown.what());
    }
  }
};

template <class V>
auto calls_of(V base, std::stop_token stop = {}) {
  return calls<V>(std::move(base), frame_of, std::move(stop));
}

/// Makes all that can be made, and gives the numbers in them back as results, times ten.
void do_all(auto& its) {
  for (auto tag = index_t{0}; its.look() == readiness::ready; ++tag) {
    auto made = dlp::bytes();
    if (!its.make(made)) continue;
    auto left = dlp::bytes();
    leave_by(left, 1, [&](dlp::bytes& to) { append(to, 10 * byte_reader(made).take<int>()); });
    its.came(tag, left);
  }
}

using values = std::vector<std::pair<index_t, int>>;
using failures = std::vector<std::pair<index_t, std::string>>;

}  // namespace

BOOST_AUTO_TEST_CASE(each_element_makes_a_call_and_gets_its_result) {
  auto its = calls_of(std::views::iota(3, 6));
  BOOST_TEST(!its.left());
  do_all(its);
  BOOST_TEST((its.taken == values{{0, 30}, {1, 40}, {2, 50}}));
  BOOST_TEST(its.all_back());
}

BOOST_AUTO_TEST_CASE(how_many_are_left_is_known_once_it_has_begun_where_the_range_knows) {
  auto its = calls_of(std::views::iota(0, 5));
  BOOST_TEST((its.look() == readiness::ready));
  auto made = dlp::bytes();
  BOOST_TEST(its.make(made));
  BOOST_TEST(its.left().value() == 4u);
  auto odd = calls_of(std::views::iota(0, 5) | std::views::filter([](int x) { return x % 2; }));
  BOOST_TEST((odd.look() == readiness::ready));
  BOOST_TEST(!odd.left());
}

BOOST_AUTO_TEST_CASE(an_element_that_cannot_travel_fails_alone) {
  auto its = calls_of(std::views::iota(0, 4) |
                      std::views::transform([](int x) { return x == 1 ? -1 : x; }));
  do_all(its);
  BOOST_TEST((its.failed == failures{{1, "negative"}}));
  BOOST_TEST((its.taken == values{{0, 0}, {2, 20}, {3, 30}}));
  BOOST_TEST(its.all_back());
}

BOOST_AUTO_TEST_CASE(what_the_range_throws_is_its_last_failure) {
  auto its = calls_of(std::views::iota(0, 4) | std::views::transform([](int x) {
                        if (x == 2) throw std::runtime_error("broken off");
                        return x;
                      }));
  do_all(its);
  BOOST_TEST((its.failed == failures{{2, "broken off"}}));
  BOOST_TEST(its.taken.size() == 2u);
  BOOST_TEST(its.all_back());
}

BOOST_AUTO_TEST_CASE(a_stop_ends_it_once) {
  auto stop = std::stop_source();
  auto its = calls_of(std::views::iota(0, 4), stop.get_token());
  BOOST_TEST((its.look() == readiness::ready));
  stop.request_stop();
  BOOST_TEST((its.look() == readiness::over));
  BOOST_TEST((its.look() == readiness::over));
  BOOST_TEST((its.failed == failures{{0, "dlp: a map of a pool was stopped"}}));
}

BOOST_AUTO_TEST_CASE(what_is_dropped_counts_as_back) {
  auto its = calls_of(std::views::iota(0, 1));
  BOOST_TEST((its.look() == readiness::ready));
  auto made = dlp::bytes();
  BOOST_TEST(its.make(made));
  its.end();
  BOOST_TEST(!its.all_back());
  its.dropped(0, std::make_exception_ptr(dlp::broken_pool("no worker")));
  BOOST_TEST((its.failed == failures{{0, "no worker"}}));
  BOOST_TEST(its.all_back());
}

BOOST_AUTO_TEST_CASE(the_end_of_the_pool_fails_it_where_there_was_more) {
  auto const why = std::make_exception_ptr(dlp::cancelled_error("the end"));
  auto const odd = [](int x) { return x % 2 == 1; };
  auto its = calls_of(std::views::iota(0, 6) | std::views::filter(odd));
  for (auto tag = index_t{0}; tag != 3; ++tag) {
    BOOST_TEST((its.look() == readiness::ready));
    auto made = dlp::bytes();
    BOOST_TEST(its.make(made));
  }
  its.ended(why);  // it has not looked since
  BOOST_TEST(its.failed.empty());
  auto more = calls_of(std::views::iota(0, 6));
  more.ended(why);
  BOOST_TEST((more.failed == failures{{0, "the end"}}));
}

BOOST_AUTO_TEST_SUITE_END()
