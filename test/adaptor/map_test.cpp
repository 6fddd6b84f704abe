// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/map.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <ranges>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <tuple>
#include <vector>

#include <unistd.h>

#include <boost/serialization/string.hpp>
#include <boost/test/unit_test.hpp>

#include <dlp/adaptor/all_gather.hpp>
#include <dlp/adaptor/broadcast.hpp>
#include <dlp/adaptor/map_reduce.hpp>
#include <dlp/adaptor/map_unordered.hpp>
#include <dlp/adaptor/product.hpp>
#include <dlp/core/error.hpp>

#include "../support/every.hpp"
#include "../support/ranges.hpp"
#include "../support/standard_error.hpp"
#include "../support/visits.hpp"

BOOST_AUTO_TEST_SUITE(map_test)

namespace {

auto const world = boost::mpi::communicator();

/// Cannot be written on one rank, or cannot be read on one.
struct delicate {
  inline static auto no_writing_on = -1;
  inline static auto no_reading_on = -1;
  std::string text;

  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    if (world.rank() == (Archive::is_loading::value ? no_reading_on : no_writing_on)) {
      throw std::domain_error("broken here");
    }
    archive & text;
  }
};

/// Larger than a stack of 8 MiB.
struct large {
  int number = 0;
  char rest[10'000 << 10];
};

auto make_large(int x) -> large {
  auto made = large();
  made.number = x;
  made.rest[sizeof made.rest - 1] = static_cast<char>('a' + x);
  return made;
}

auto is_large(large const& one, int x) -> bool {
  return one.number == x && one.rest[sizeof one.rest - 1] == static_cast<char>('a' + x);
}

/// What a map of words, that every rank is to get, throws.
auto complaint_of_delicate_words() -> std::string {
  try {
    auto const words =
        dlp::map([](int x) { return delicate{std::to_string(x)}; }, 20, {.everywhere = true});
    return "none";
  } catch (dlp::task_error const& thrown) {
    return thrown.failures().front().text + " on " + std::to_string(thrown.failures().front().rank);
  }
}

}  // namespace

// contract: S1 S5 S9
BOOST_AUTO_TEST_CASE(the_results_are_in_the_order_of_the_examples_on_the_root) {
  for (auto const n : {0, 1, 7, 1000}) {
    for (auto const& schedule : dlp_test::every<dlp::schedule>({dlp::fixed{9}})) {
      dlp_test::for_each_kind(n, [&](auto name, auto make, auto number) {
        auto const results = dlp::map([&](auto&& x) { return std::to_string(number(x)); }, make(),
                                      {.schedule = schedule});
        auto expected = std::vector<std::string>();
        for (auto i = 0; world.rank() == 0 && i != n; ++i) expected.push_back(std::to_string(i));
        BOOST_TEST((results == expected), n << " of " << name << ", " << to_string(schedule));
      });
    }
  }
}

BOOST_AUTO_TEST_CASE(a_map_over_a_product_calls_f_with_its_parts_or_with_the_element) {
  auto const at_root = [](std::vector<int> all) {
    return world.rank() == 0 ? all : std::vector<int>();
  };
  auto rows = std::vector{10, 20};
  BOOST_TEST(dlp::map([](int& row, long i) { return row + static_cast<int>(i); },
                      dlp::product(rows, 3l)) == at_root({10, 11, 12, 20, 21, 22}));
  auto const whole = [](auto const& element) {
    auto const& [row, i] = element;
    return row + i;
  };
  BOOST_TEST(dlp::map(whole, dlp::product(rows, 2)) == at_root({10, 11, 20, 21}));
  BOOST_TEST(dlp::map([](int i, int j, int k) { return 100 * i + 10 * j + k; },
                      dlp::product(2, 1, 2) | std::views::filter([](auto const& e) {
                        return std::get<0>(e) + std::get<2>(e) != 0;
                      })) == at_root({1, 100, 101}));
  BOOST_TEST(dlp::map([](unsigned x) { return static_cast<int>(x * x); }, 4u) ==
             at_root({0, 1, 4, 9}));
}

BOOST_AUTO_TEST_CASE(a_product_of_temporaries_can_be_mapped_over_again_and_again) {
  auto const at_root = [](std::vector<std::string> all) {
    return world.rank() == 0 ? all : std::vector<std::string>();
  };
  auto grid = dlp::product(std::vector{1, 2}, std::vector<std::string>{"rk4", "euler"});
  auto const f = [](int i, std::string const& solver) { return std::to_string(i) + solver; };
  for (auto round = 0; round != 2; ++round) {
    BOOST_TEST(dlp::map(f, grid) == at_root({"1rk4", "1euler", "2rk4", "2euler"}));
  }
  auto at_two = std::vector{1, 2} | std::views::filter([](int i) { return i == 2; });
  auto places = dlp::product(at_two, 2);
  BOOST_TEST(dlp::map([](int i, int j) { return std::to_string(10 * i + j); }, places) ==
             at_root({"20", "21"}));
}

BOOST_AUTO_TEST_CASE(results_need_no_default_constructor_where_they_travel_as_they_lie) {
  struct point {
    point(int a, int b) : x(a), y(b) {}
    int x, y;
  };
  auto const results = dlp::map([](int x) { return point(x, -x); }, std::views::iota(0, 10));
  for (auto i = 0; auto const& p : results) {
    BOOST_TEST((p.x == i && p.y == -i));
    ++i;
  }
  BOOST_TEST(results.size() == (world.rank() == 0 ? 10u : 0u));
}

BOOST_AUTO_TEST_CASE(the_root_may_be_any_rank) {
  for (auto root = 0; root != world.size(); ++root) {
    auto const results =
        dlp::map([](int x) { return x % 2 == 0; }, std::views::iota(0, 10), {.root = root});
    BOOST_TEST(results.size() == (world.rank() == root ? 10u : 0u));
  }
}

BOOST_AUTO_TEST_CASE(every_rank_gets_the_results_that_are_wanted_everywhere) {
  for (auto const n : {0, 1, 7, 1000, 100'000}) {
    auto numbers = dlp::map([](int x) { return 3l * x; }, n, {.everywhere = true});
    BOOST_TEST(static_cast<int>(numbers.size()) == n);
    for (auto i = 0l; auto x : numbers) BOOST_TEST_REQUIRE(x == 3 * i++);
  }
  for (auto root = 0; root != world.size(); ++root) {
    auto const words = dlp::map([](int x) { return std::string(static_cast<std::size_t>(x), 'x'); },
                                300, {.everywhere = true, .root = root});
    BOOST_TEST_REQUIRE(words.size() == 300u);
    for (auto i = std::size_t{0}; auto const& word : words) BOOST_TEST_REQUIRE(word.size() == i++);
    auto const truths = dlp::map([](int x) { return x % 3 == 0; }, 100,
                                 {.schedule = dlp::fixed{1}, .everywhere = true, .root = root});
    BOOST_TEST_REQUIRE(truths.size() == 100u);
    for (auto i = 0; auto const truth : truths) BOOST_TEST_REQUIRE(truth == (i++ % 3 == 0));
  }
  struct point {
    explicit point(int a) : x(a) {}
    int x;
  };
  auto const points = dlp::map([](int x) { return point(x); }, 10, {.everywhere = true});
  BOOST_TEST_REQUIRE(points.size() == 10u);
  BOOST_TEST(points[9].x == 9);
}

// contract: E1
BOOST_AUTO_TEST_CASE(results_that_cannot_be_sent_to_one_rank_are_a_task_error_on_every_rank) {
  auto const last = world.size() - 1;
  auto const alone = world.size() == 1;
  delicate::no_writing_on = 0;
  BOOST_TEST(complaint_of_delicate_words() == (alone ? "none" : "broken here on 0"));
  delicate::no_writing_on = -1;
  delicate::no_reading_on = last;
  BOOST_TEST(complaint_of_delicate_words() ==
             (alone ? "none" : "broken here on " + std::to_string(last)));
  delicate::no_reading_on = -1;
  BOOST_TEST(complaint_of_delicate_words() == "none");
}

// contract: E4
BOOST_AUTO_TEST_CASE(ranks_that_disagree_on_who_gets_the_results_are_told) {
  if (world.size() == 1) return;
  auto complaint = std::string();
  try {
    static_cast<void>(dlp::map([](int x) { return x; }, 5, {.everywhere = world.rank() == 1}));
  } catch (dlp::disagreement const& thrown) {
    complaint = thrown.what();
  }
  BOOST_TEST((complaint.find("int, everywhere") != complaint.npos), complaint);
}

BOOST_AUTO_TEST_CASE(results_may_be_larger_than_a_stack) {
  auto const check = [](std::vector<large> const& all, bool here) {
    BOOST_TEST_REQUIRE(all.size() == (here ? 4u : 0u));
    for (auto i = 0; auto const& one : all) BOOST_TEST(is_large(one, i++));
  };
  check(dlp::map(make_large, 4), world.rank() == 0);
  check(dlp::map(make_large, 4, {.everywhere = true}), true);
  auto const named = [](int x) {
    auto made = std::map<int, large>();
    made[x].number = x;
    return made;
  };
  auto const some = dlp::map(named, 4);
  BOOST_TEST(some.size() == (world.rank() == 0 ? 4u : 0u));
  for (auto i = 0; auto const& one : some) {
    BOOST_TEST(one.at(i).number == i);
    ++i;
  }
}

BOOST_AUTO_TEST_CASE(what_a_stop_or_a_cost_leaves_has_no_gaps) {
  auto source = std::stop_source();
  auto const f = [&](int x) {
    if (x == 30) source.request_stop();
    return x;
  };
  auto const results = dlp::map(
      f, 1'000'000'000,
      {.schedule = dlp::fixed{1}, .cost = {}, .stop = source.get_token(), .everywhere = true});
  BOOST_TEST((std::ranges::find(results, 30) != results.end()));
  BOOST_TEST((std::ranges::adjacent_find(results, std::greater_equal<>()) == results.end()));
  auto const last_first = [](dlp::index_t index) { return static_cast<double>(index); };
  auto stop_early = std::stop_source();
  constexpr auto many = 300'000;  // so that the stop comes before the others have done the rest
  auto const g = [&](int x) {
    if (x == many - 30) stop_early.request_stop();
    return x;
  };
  auto const latest = dlp::map(g, many,
                               {.schedule = dlp::fixed{1},
                                .cost = last_first,
                                .stop = stop_early.get_token(),
                                .everywhere = true});
  BOOST_TEST((!latest.empty() && latest.size() < many && latest.back() == many - 1));
  BOOST_TEST((std::ranges::adjacent_find(latest, std::greater_equal<>()) == latest.end()));
}

BOOST_AUTO_TEST_CASE(options_of_other_loops_are_options_of_a_map) {
  auto const last = world.size() - 1;
  auto const options = dlp::managed_options{.root = last};
  BOOST_TEST(dlp::map([](int x) { return x; }, 5, options).size() ==
             (world.rank() == last ? 5u : 0u));
}

// contract: E1
BOOST_AUTO_TEST_CASE(
    an_exception_in_f_is_the_same_task_error_on_every_rank_and_the_next_map_works) {
  for (auto round = 0; round != 10; ++round) {
    auto text = std::string();
    try {
      static_cast<void>(dlp::map([](int x) { return x == 3 ? throw std::logic_error("three") : x; },
                                 std::views::iota(0, 20)));
    } catch (dlp::task_error const& thrown) {
      text = thrown.failures().front().type + ": " + thrown.failures().front().text;
    }
    BOOST_TEST(text == "std::logic_error: three");
    auto const results = dlp::map([](int x) { return x; }, std::views::iota(0, 20));
    BOOST_TEST(results.size() == (world.rank() == 0 ? 20u : 0u));
  }
}

namespace {

/// What the root says of a map whose function, and whose loop on the root, take so many ms.
auto said_of_a_map(int function, int body, bool progress = true) -> std::string {
  ::unsetenv("DLP_PROGRESS");
  auto const sleep = [](int ms) { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); };
  auto const f = [&](int x) {
    sleep(function);
    return x;
  };
  return dlp_test::said_on_stderr([&] {
    for ([[maybe_unused]] auto const result :
         dlp::map_unordered(f, std::views::iota(0, 30), {.progress = progress})) {
      sleep(body);
    }
  });
}

auto says(std::string const& text, std::string_view what) {
  return text.find(what) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_meter_says_what_keeps_the_workers_idle) {
  constexpr auto words =
      "dlp: map_unordered over 30 examples, schedule adaptive, root 0, results "
      "of type int: the root is the bottleneck: the workers waited for it ";
  auto const managed = world.rank() == 0 && world.size() > 1;
  auto const slow_root = said_of_a_map(0, 10);
  BOOST_TEST(says(slow_root, words) == managed, slow_root);
  BOOST_TEST(slow_root.find("bottleneck") == slow_root.rfind("bottleneck"));
  auto const slow_workers = said_of_a_map(10, 0);
  BOOST_TEST(!says(slow_workers, "bottleneck"), slow_workers);
  BOOST_TEST(says(slow_workers, " % busy\n") == managed, slow_workers);
  BOOST_TEST(said_of_a_map(0, 10, false) == "");
  // Once in a program, that there is one worker.
  BOOST_TEST(says(slow_root, "2 ranks are one worker") == (managed && world.size() == 2));
  BOOST_TEST(!says(slow_workers, "one worker"));
}

BOOST_AUTO_TEST_CASE(texts_that_a_stop_leaves_have_no_gaps) {
  auto source = std::stop_source();
  auto const f = [&](int x) {
    if (x == 70) source.request_stop();
    return std::to_string(x);
  };
  auto const last_first = [](dlp::index_t index) { return static_cast<double>(index); };
  auto const latest =
      dlp::map(f, 100, {.schedule = dlp::fixed{1}, .cost = last_first, .stop = source.get_token()});
  BOOST_TEST((latest.size() < 100u));
  BOOST_TEST((std::ranges::find(latest, std::string()) == latest.end()));
  // The worker that has 99 may not have begun when the stop comes.
  if (world.rank() == 0) BOOST_TEST((!latest.empty() && std::stoi(latest.back()) >= 70));
}

BOOST_AUTO_TEST_CASE(workers_that_have_nothing_left_do_not_wait_for_the_root) {
  ::unsetenv("DLP_PROGRESS");
  auto const sleep = [](int ms) { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); };
  auto const f = [&](int x) {
    sleep(x == 1 ? 600 : 0);
    return x;
  };
  auto const said = dlp_test::said_on_stderr([&] {
    for (auto const x : dlp::map_unordered(f, 2, {.schedule = dlp::fixed{1}, .progress = true})) {
      sleep(x == 0 ? 500 : 0);
    }
  });
  BOOST_TEST(!says(said, "bottleneck"), said);
}

BOOST_AUTO_TEST_CASE(a_result_may_be_an_element_of_a_map) {
  auto words = std::map<std::string, std::string>();
  auto table = std::map<std::string, std::array<std::string, 50>>();
  for (auto i = 0; i != 30; ++i) {
    words.emplace(std::to_string(100 + i), std::string(std::size_t(i), 'x'));
    table[std::to_string(100 + i)][49] = std::to_string(i);
  }
  auto const same = [](auto const& entry) { return entry; };
  auto const all = dlp::map(same, words, {.everywhere = true});
  BOOST_TEST(std::ranges::equal(all, words));
  BOOST_TEST(std::ranges::equal(dlp::map(same, table, {.everywhere = true}), table));
  auto count = 0;
  for (auto const& [word, text] : dlp::map_unordered(same, words)) count += words.at(word) == text;
  BOOST_TEST(count == (world.rank() == 0 ? 30 : 0));
  auto const longest = [](auto const& a, auto const& b) { return std::max(a, b.second); };
  BOOST_TEST(dlp::map_reduce(same, words, std::string(), longest) == std::string(29, 'x'));
  auto const last = *words.rbegin();
  BOOST_TEST((dlp::broadcast(last) == last));
  BOOST_TEST((dlp::all_gather(*table.begin()).back() == *table.begin()));
}

namespace {

/// It can be unpacked, and put where the results are, but not be handed on from there.
struct moves_twice {
  explicit moves_twice(int x = 0) : value(x) {}
  moves_twice(moves_twice&& other) : value(other.value), moves(other.moves + 1) {
    if (moves > 2) throw std::length_error("no third move");
  }
  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive & value;
  }
  int value;
  int moves = 0;
};

}  // namespace

// contract: E1
BOOST_AUTO_TEST_CASE(what_the_move_of_a_result_throws_is_a_task_error_on_every_rank) {
  if (world.size() == 1) return;  // there the exception comes as it is
  auto failed = dlp::failure();
  try {
    static_cast<void>(dlp::map([](int x) { return moves_twice(x); }, 5));
  } catch (dlp::task_error const& thrown) {
    failed = thrown.failures().front();
  }
  BOOST_TEST(failed.text == "no third move");
  BOOST_TEST(failed.index == dlp::failure::no_index);  // that of the loop has gone well
}

BOOST_AUTO_TEST_SUITE_END()
