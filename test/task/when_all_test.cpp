// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/when_all.hpp>

#include <chrono>
#include <functional>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/adaptor/barrier.hpp>

#include "../support/gated_pool.hpp"
#include "../support/standard_error.hpp"
#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(when_all_test)

namespace {

using namespace std::chrono_literals;
using namespace dlp_test;

/// Throws of 3 and 4.
auto picky(int x) -> int {
  if (x == 3 || x == 4) throw std::domain_error("not " + std::to_string(x));
  return x;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_values_of_a_range_come_in_its_order) {
  with_squares([](auto& pool) {
    auto all = dlp::when_all(of_numbers(pool, 5));
    static_assert(std::is_same_v<decltype(all), dlp::future<std::vector<int>>>);
    BOOST_TEST(all.get() == (std::vector{0, 1, 4, 9, 16}));
  });
}

BOOST_AUTO_TEST_CASE(those_of_several_types_are_a_tuple) {
  with_squares([](auto& pool) {
    auto text = pool(3).then([](int x) { return std::to_string(x); });
    auto nothing = pool(4).then([](int) {});
    auto all = dlp::when_all(pool(2), text, std::move(nothing));
    static_assert(
        std::is_same_v<decltype(all), dlp::future<std::tuple<int, std::string, std::monostate>>>);
    auto const [number, words, none] = all.get();
    BOOST_TEST(number == 4);
    BOOST_TEST(words == "9");
  });
}

BOOST_AUTO_TEST_CASE(what_has_no_value_stands_for_itself) {
  with_pool<void(int)>([](int) {},
                       [](auto& pool) {
                         auto all = std::vector<dlp::future<void>>();
                         for (auto i = 0; i != 3; ++i) all.push_back(pool(i));
                         BOOST_TEST(dlp::when_all(all).get().size() == 3U);
                       });
}

BOOST_AUTO_TEST_CASE(of_none_it_is_ready_and_empty) {
  auto none = std::vector<dlp::future<int>>();
  BOOST_TEST(dlp::when_all(none).ready());
  BOOST_TEST(dlp::when_all(none).get().empty());
  BOOST_CHECK((dlp::when_all().get() == std::tuple<>()));
}

BOOST_AUTO_TEST_CASE(it_takes_the_values_when_all_are_there) {
  with_squares([](auto& pool) {
    auto numbers = of_numbers(pool, 4);
    auto seen = 0;
    auto const looks = numbers[2].then([&](int x) { seen = x; });
    auto all = dlp::when_all(numbers);
    BOOST_TEST(numbers[2].valid());
    BOOST_TEST(all.get() == (std::vector{0, 1, 4, 9}));
    BOOST_TEST(!numbers[2].valid());
    BOOST_TEST(seen == 4);
  });
}

BOOST_AUTO_TEST_CASE(futures_that_are_ready_are_as_good) {
  with_squares([](auto& pool) {
    auto numbers = of_numbers(pool, 3);
    for (auto& one : numbers) one.wait();
    BOOST_TEST(dlp::when_all(numbers).get() == (std::vector{0, 1, 4}));
    BOOST_CHECK_THROW(static_cast<void>(dlp::when_all(numbers)), dlp::usage_error);
  });
}

BOOST_AUTO_TEST_CASE(one_that_is_there_twice_cannot_be_taken_twice) {
  with_squares([](auto& pool) {
    auto one = pool(3);
    BOOST_CHECK_THROW(dlp::when_all(std::vector{std::ref(one), std::ref(one)}).get(),
                      dlp::usage_error);
  });
}

BOOST_AUTO_TEST_CASE(it_fails_at_once_and_the_others_go_on) {
  auto gate = shared_count();
  auto const wait_at_three = [&](int x) {
    if (x == 3) static_cast<void>(gate.comes_to(1));
    return picky(x);
  };
  with_pool<int(int)>(wait_at_three, [&](auto& pool) {
    auto const alone = dlp::communicator().size() <= 2;
    if (alone) gate.add_one();
    auto numbers = of_numbers(pool, 3);
    numbers.push_back(pool(alone ? 5 : 3));  // is not done before the gate is open
    numbers.push_back(pool(4));
    auto all = dlp::when_all(numbers);
    BOOST_TEST(contains(text_of<std::domain_error>([&] { return all.get(); }), "not 4"));
    if (!alone) BOOST_TEST(!numbers[3].ready());
    gate.add_one();
    BOOST_TEST(numbers[1].get() == 1);
    numbers[3].wait();
  });
  dlp::barrier();
}

BOOST_AUTO_TEST_CASE(what_the_others_throw_later_is_nobodys_fault) {
  auto const said = said_on_stderr([] {
    with_pool<int(int)>(picky,
                        [](auto& pool) {
                          BOOST_CHECK_THROW(dlp::when_all(pool(3), pool(4)).get(),
                                            std::domain_error);
                          while (pool.wait_some()) {
                          }
                        },
                        {.progress = true, .label = "picky"});
  });
  BOOST_TEST(!contains(said, "nobody"));
}

BOOST_AUTO_TEST_CASE(to_cancel_it_cancels_those_that_wait) {
  with_gate(always, [](auto& pool, auto&) {
    auto numbers = of_numbers(pool, 4 * pool.workers());
    auto all = dlp::when_all(numbers);
    BOOST_TEST(all.cancel());
    BOOST_TEST(all.cancelled());
    BOOST_CHECK_THROW(all.get(), dlp::cancelled_error);
    BOOST_TEST(numbers.back().cancelled());
    BOOST_TEST(pool.pending() <= 3 * pool.workers());
  });
}

BOOST_AUTO_TEST_CASE(it_is_ready_when_its_pool_ends) {
  auto all = dlp::future<std::vector<int>>();
  with_squares([&](auto& pool) {
    all = dlp::when_all(of_numbers(pool, 200));
    pool.shutdown(dlp::finish::cancel_pending);
    BOOST_TEST(all.ready());
  });
}

BOOST_AUTO_TEST_CASE(many_that_follow_from_all_before_do_not_take_for_ever) {
  with_squares([](auto& pool) {
    auto layer = of_numbers(pool, 2);
    for (auto depth = 0; depth != 500; ++depth) {  // 2 to the power of 500 ways lead up
      auto both = dlp::when_all(layer);
      auto next = std::vector<dlp::future<int>>();
      next.push_back(both.then([](auto const& two) { return two[1]; }));
      next.push_back(both.then([](auto const& two) { return two[0] + 1; }));
      layer = std::move(next);
    }
    BOOST_TEST(layer[0].get() == 250);
  });
}

BOOST_AUTO_TEST_SUITE_END()
