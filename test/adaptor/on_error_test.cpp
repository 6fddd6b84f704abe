// SPDX-License-Identifier: BSL-1.0
#include <dlp.hpp>

#include <algorithm>
#include <cstddef>
#include <exception>
#include <functional>
#include <map>
#include <optional>
#include <ranges>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <typeinfo>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "../support/failures_of.hpp"
#include "../support/visits.hpp"

BOOST_AUTO_TEST_SUITE(on_error_test)

using dlp_test::failures_of;

namespace {

auto const world = boost::mpi::communicator();
auto const forty = std::views::iota(0, 40);

auto square_but_not_of(std::set<int> bad) {
  return [bad](int x) {
    if (bad.contains(x)) throw std::domain_error("no square of " + std::to_string(x));
    return x * x;
  };
}

auto indices(std::vector<dlp::failure> const& failures) -> std::vector<dlp::index_t> {
  auto all = std::vector<dlp::index_t>();
  for (auto const& one : failures) all.push_back(one.index);
  return all;
}

struct speechless : std::exception {
  [[nodiscard]] auto what() const noexcept -> char const* override { return nullptr; }
};

/// Its what() throws, where nothing may.
struct unspeakable : std::exception {
  [[nodiscard]] auto what() const noexcept -> char const* override { return say(); }
  static auto say() -> char const* { throw std::runtime_error("what broke"); }
};

/// With a cause that is null.
struct causeless : std::runtime_error, std::nested_exception {
  using std::runtime_error::runtime_error;
};

/// Its serialize throws what cannot be told.
struct stubborn {
  template <class Archive>
  void serialize(Archive&, unsigned) {
    throw speechless();
  }
  std::string text;
};

}  // namespace

// contract: E2
BOOST_AUTO_TEST_CASE(collect_does_all_the_rest_and_then_throws_all_failures) {
  auto results = std::vector<int>();
  auto const failures = failures_of([&] {
    for (auto r :
         dlp::map_unordered(square_but_not_of({7, 13, 39}), forty, {.on_error = dlp::collect{}})) {
      results.push_back(r);
    }
  });
  BOOST_TEST((indices(failures) == std::vector<dlp::index_t>{7, 13, 39}));
  BOOST_TEST((world.rank() != 0 || results.size() == 37));
  BOOST_TEST(failures.front().text == "no square of 7");
  BOOST_TEST(failures.front().type == "std::domain_error");
}

// contract: E2
BOOST_AUTO_TEST_CASE(collect_holds_for_all_loops_with_a_function) {
  auto const options = dlp::managed_options{.on_error = dlp::collect{}};
  auto const f = square_but_not_of({0, 20});
  auto const expected = std::vector<dlp::index_t>{0, 20};
  auto visited = std::vector<int>();
  BOOST_TEST((indices(failures_of([&] {
                dlp::for_each(
                    forty,
                    [&](int x) {
                      visited.push_back(x);
                      f(x);
                    },
                    options);
              })) == expected));
  BOOST_TEST(dlp_test::exactly_once(visited, 40));
  BOOST_TEST(
      (indices(failures_of([&] { static_cast<void>(dlp::map(f, forty, options)); })) == expected));
  BOOST_TEST((indices(failures_of([&] {
                static_cast<void>(dlp::map_reduce(f, forty, 0, std::plus(), options));
              })) == expected));
}

// contract: E2
BOOST_AUTO_TEST_CASE(collect_in_a_bare_loop_leaves_the_rest_of_a_failing_rank_to_others) {
  if (world.size() < 3) return;  // the only worker would take its loop with it
  auto own = std::vector<int>();
  auto seen = false;
  auto const failures = [&] {
    try {
      for (auto x : dlp::split_managed(forty, {.on_error = dlp::collect{}})) {
        own.push_back(x);
        if (x == 5) throw std::runtime_error("my own");
      }
    } catch (dlp::task_error const& thrown) {
      return thrown.failures();
    } catch (std::runtime_error const& thrown) {
      seen = thrown.what() == std::string("my own");
    }
    return std::vector<dlp::failure>();
  }();
  BOOST_TEST(dlp_test::exactly_once(own, 40));
  BOOST_TEST(dlp_test::how_many(seen) == 1);
  BOOST_TEST((seen || indices(failures) == std::vector<dlp::index_t>{5}));
}

// contract: E13
BOOST_AUTO_TEST_CASE(skip_leaves_out_what_fails_and_lists_it_on_every_rank) {
  auto const f = square_but_not_of({0, 20, 39});
  auto const expected = std::vector<dlp::index_t>{0, 20, 39};
  auto list = std::vector<dlp::failure>();
  auto const is_listed = [&] {
    auto const right = indices(list) == expected && list.front().text == "no square of 0";
    return dlp_test::how_many(right) == world.size();
  };
  auto const options = dlp::managed_options{.on_error = dlp::skip{&list}};
  auto const squares = dlp::map(f, forty, options);
  BOOST_TEST((world.rank() != 0 || squares.size() == 37));
  BOOST_TEST((world.rank() != 0 || (squares.front() == 1 && squares.back() == 38 * 38)));
  BOOST_TEST(is_listed());
  list.clear();
  dlp::for_each(forty, f, options);
  BOOST_TEST(is_listed());
  list.clear();
  auto const sum = dlp::map_reduce(f, forty, 0, std::plus(), options);
  BOOST_TEST((world.rank() != 0 || sum == 20540 - 400 - 39 * 39));
  BOOST_TEST(is_listed());
  static_cast<void>(dlp::map(square_but_not_of({}), forty, options));
  BOOST_TEST(list.empty());
}

// contract: E13
BOOST_AUTO_TEST_CASE(skip_throws_what_is_not_of_an_example) {
  auto list = std::vector<dlp::failure>();
  auto const throws_at_100 = [](int total, int x) {
    if (x == 100) throw std::domain_error("no sum");
    return total + x;
  };
  auto const failures = failures_of([&] {
    static_cast<void>(dlp::map_reduce(square_but_not_of({3}), forty, 0, throws_at_100,
                                      {.on_error = dlp::skip{&list}}));
  });
  BOOST_REQUIRE(failures.size() == 1u);
  BOOST_TEST(failures.front().text == "no sum");
  BOOST_TEST((indices(list) == std::vector<dlp::index_t>{3}));
}

// contract: E13
BOOST_AUTO_TEST_CASE(skip_in_a_bare_loop_throws_on_the_rank_that_failed_alone) {
  if (world.size() < 3) return;  // the only worker would take its loop with it
  auto list = std::vector<dlp::failure>();
  auto own = std::vector<int>();
  auto seen = false;
  auto const run = [&](auto&& split) {
    own.clear();
    seen = false;
    try {
      for (auto x : split) {
        own.push_back(x);
        if (x == 5) throw std::runtime_error("my own");
      }
    } catch (std::runtime_error const& thrown) {
      seen = thrown.what() == std::string("my own");
    }
    BOOST_TEST(dlp_test::exactly_once(own, 40));
    BOOST_TEST(dlp_test::how_many(seen) == 1);
    BOOST_TEST((seen || indices(list) == std::vector<dlp::index_t>{5}));
  };
  run(dlp::split_managed(forty, {.on_error = dlp::skip{&list}}));
  list.clear();
  run(dlp::split_shared(forty, {.on_error = dlp::skip{&list}}));
}

// contract: E2
BOOST_AUTO_TEST_CASE(retry_gives_a_failed_index_to_another_rank_where_there_is_one) {
  auto tried = std::vector<int>();
  auto const results = dlp::map(
      [&](int x) {
        if (x != 11) return x;
        tried.push_back(x);
        auto const first = world.size() <= 2 ? tried.size() == 1 : world.rank() == 1;
        if (first) throw std::runtime_error("not here");
        return x;
      },
      forty, {.schedule = dlp::fixed{1}, .on_error = dlp::retry{1}});
  BOOST_TEST((world.rank() != 0 || std::ranges::equal(results, forty)));
  BOOST_TEST(tried.size() <= (world.size() <= 2 ? 2U : 1U));
}

// contract: E2
BOOST_AUTO_TEST_CASE(after_so_many_retries_an_index_counts_as_failed_and_the_rest_is_done) {
  auto tries = 0;
  auto const failures = failures_of([&] {
    auto results = std::vector<int>();
    auto const f = [&](int x) {
      if (x == 3) {
        ++tries;
        throw std::runtime_error("never");
      }
      return x;
    };
    for (auto r : dlp::map_unordered(f, forty, {.on_error = dlp::retry{3}})) results.push_back(r);
  });
  BOOST_TEST((indices(failures) == std::vector<dlp::index_t>{3}));
  BOOST_TEST(dlp_test::sums({tries}, world).front() == 4);
}

// contract: E2
BOOST_AUTO_TEST_CASE(retry_in_a_bare_loop_visits_the_index_again_elsewhere) {
  if (world.size() < 3) return;
  auto own = std::vector<int>();
  auto threw = false;
  auto got = std::optional<std::string>();
  try {
    for (auto x : dlp::split_managed(forty, {.on_error = dlp::retry{1}})) {
      if (x == 9 && world.rank() == 1) {
        threw = true;
        throw std::runtime_error("not on this rank");
      }
      own.push_back(x);
    }
  } catch (dlp::task_error const& thrown) {
    got = thrown.what();
  } catch (std::runtime_error const&) {
  }
  BOOST_TEST((!got), got.value_or(""));
  BOOST_TEST(dlp_test::exactly_once(own, 40));
  BOOST_TEST((world.rank() == 1 || !threw));
}

// contract: E2
BOOST_AUTO_TEST_CASE(stop_hands_out_nothing_more_and_a_failing_rank_stops_at_once) {
  auto after = 0;
  auto failed = false;
  auto const failures = failures_of([&] {
    dlp::for_each(std::views::iota(0, 100'000),
                  [&](int x) {
                    if (failed) ++after;
                    failed = failed || x == 5;
                    if (x == 5) throw std::runtime_error("the end");
                  },
                  {.schedule = dlp::fixed{1000}});
  });
  BOOST_TEST((indices(failures) == std::vector<dlp::index_t>{5}));
  BOOST_TEST(after == 0);
}

// contract: E1
BOOST_AUTO_TEST_CASE(a_failure_names_the_example_where_it_can_be_printed) {
  auto const names = std::vector<std::string>{"a.txt", "b.txt", "c.txt"};
  auto const failures = failures_of([&] {
    dlp::for_each(names, [](std::string const& name) {
      if (name == "b.txt") throw std::runtime_error("cannot be read");
    });
  });
  BOOST_TEST(failures.size() == 1u);
  if (failures.empty()) return;
  BOOST_TEST(failures.front().example == "b.txt");
  BOOST_TEST(to_string(failures.front()).starts_with("index 1, b.txt, on rank "));
}

// contract: E1
BOOST_AUTO_TEST_CASE(what_is_hard_to_describe_is_a_failure_all_the_same) {
  auto const check = [](auto thrown, std::string const& text) {
    auto const is_told = [&](std::vector<dlp::failure> const& failures) {
      BOOST_TEST(failures.size() == 1U);
      if (failures.empty()) return;
      BOOST_TEST(failures.front().type == dlp::detail::type_name(typeid(thrown)));
      BOOST_TEST(failures.front().text == text);
      BOOST_TEST(to_string(failures.front()).find('\n') == std::string::npos);
    };
    auto const fail = [&] { throw thrown; };
    auto const fail_at_3 = [&](int x) { return x == 3 ? throw thrown : x; };
    is_told(failures_of([&] { dlp::call_on_root(fail); }));
    is_told(failures_of([&] { dlp::for_each(forty, fail_at_3); }));
    is_told(failures_of([&] { static_cast<void>(dlp::map(fail_at_3, forty)); }));
    is_told(failures_of(
        [&] { static_cast<void>(dlp::map_reduce(fail_at_3, forty, 0, std::plus<>())); }));
    auto const fails_to_add = [&](int a, int b) { return b == 3 ? throw thrown : a + b; };
    is_told(failures_of([&] {
      static_cast<void>(dlp::map_reduce([](int x) { return x; }, forty, 0, fails_to_add));
    }));
    auto const fails_on_root = [&](int a, int) { return world.rank() == 0 ? throw thrown : a; };
    if (world.size() > 1) {
      is_told(failures_of([&] { static_cast<void>(dlp::reduce(1, fails_on_root)); }));
      is_told(failures_of([&] { static_cast<void>(dlp::all_reduce(1, fails_on_root)); }));
    }
    auto const left = [&](auto loop) {  // a split lets it pass as it is, where it was thrown
      auto is_same = 0;
      try {
        for (auto x : loop) {
          if (x == 3) throw thrown;
        }
      } catch (dlp::task_error const&) {
      } catch (decltype(thrown) const&) {
        is_same = 1;
      }
      BOOST_TEST(dlp::all_reduce(is_same, std::plus<>()) == 1);
    };
    left(forty | dlp::split_managed);
    left(forty | dlp::split_shared);
    left(forty | dlp::split_round_robin);
    left(forty | dlp::split_block);
    is_told(failures_of([&] {
      for (auto r : dlp::map_unordered(fail_at_3, forty)) static_cast<void>(r);
    }));
  };
  constexpr auto length = std::size_t{50'000'000};
  check(speechless(), "");
  check(causeless("alone"), "alone");
  check(std::runtime_error("two\nlines \xff"), "two\nlines \xff");
  check(std::runtime_error(std::string(length, 'x')),
        std::string(std::size_t{16} << 10, 'x') + "… (50000000 bytes)");
  auto const failures = failures_of([&] { static_cast<void>(dlp::gather(stubborn())); });
  BOOST_TEST(failures.size() == static_cast<std::size_t>(world.size()));
}

// contract: E6
BOOST_AUTO_TEST_CASE(retry_over_a_range_that_can_be_read_only_once_is_a_usage_error) {
  auto words = std::istringstream("1 2 3");
  BOOST_CHECK_THROW(
      dlp::for_each(std::views::istream<int>(words), [](int) {}, {.on_error = dlp::retry{1}}),
      dlp::usage_error);
}

// contract: E4
BOOST_AUTO_TEST_CASE(ranks_with_another_policy_disagree) {
  if (world.size() == 1) return;
  auto const odd = world.rank() == world.size() - 1;
  auto const policy = odd ? dlp::error_policy(dlp::collect{}) : dlp::stop{};
  BOOST_CHECK_EXCEPTION(dlp::for_each(forty, [](int) {}, {.on_error = policy}), dlp::disagreement,
                        [](auto const& thrown) {
                          return std::string(thrown.what()).find("collect") != std::string::npos;
                        });
}

// contract: E4
BOOST_AUTO_TEST_CASE(a_disagreement_names_the_lines_of_both_calls) {
  if (world.size() == 1) return;
  auto text = std::string();
  auto here = 0U;
  try {
    if (world.rank() == 0) {
      for (auto x : forty | dlp::split_managed) static_cast<void>(x);
    } else {
      here = __LINE__ + 1;
      static_cast<void>(dlp::gather(1));
    }
  } catch (dlp::disagreement const& thrown) {
    text = thrown.what();
  }
  auto const line = [](unsigned number) { return "on_error_test.cpp:" + std::to_string(number); };
  auto const lines = dlp::all_gather(here);
  BOOST_TEST((text.find(line(lines.back())) != std::string::npos), text);
  BOOST_TEST((text.find(line(lines.back() - 4)) != std::string::npos ||
              text.find(line(lines.back() - 3)) != std::string::npos),
             text);
}

BOOST_AUTO_TEST_SUITE(ends, *boost::unit_test::disabled())

namespace {
/// In a thread, where nobody catches what it throws.
template <class F>
void end_by(F f) {
  auto const call = [&] {
    auto const env = dlp::environment();
    f();
  };
  std::thread(call).join();
}

template <class Error>
auto fails_at_3(int x) -> int {
  return x == 3 ? throw Error() : x;
}

struct long_winded : std::runtime_error {
  long_winded() : std::runtime_error(std::string(50'000'000, 'x')) {}
};
}  // namespace

// contract: E3
BOOST_AUTO_TEST_CASE(what_of_an_exception_throws_in_a_map) {
  end_by([] { static_cast<void>(dlp::map(fails_at_3<unspeakable>, forty)); });
}

// contract: E3
BOOST_AUTO_TEST_CASE(what_of_an_exception_throws_in_an_operation) {
  auto const fails = [](int a, int) { return fails_at_3<unspeakable>(a); };
  end_by([&] { static_cast<void>(dlp::reduce(3, fails)); });
}

// contract: E3
BOOST_AUTO_TEST_CASE(what_of_an_exception_throws_in_a_split) {
  end_by([] {
    for (auto x : forty | dlp::split_round_robin) fails_at_3<unspeakable>(x);
  });
}

// contract: E3
BOOST_AUTO_TEST_CASE(a_text_without_end_leaves_a_split) {
  end_by([] {
    for (auto x : forty | dlp::split_managed) fails_at_3<long_winded>(x);
  });
}

// contract: E3
BOOST_AUTO_TEST_CASE(an_exception_that_says_nothing_leaves_a_split) {
  end_by([] {
    for (auto x : forty | dlp::split_shared) fails_at_3<speechless>(x);
  });
}

BOOST_AUTO_TEST_SUITE_END()

// contract: E2
BOOST_AUTO_TEST_CASE(each_example_has_its_own_retries) {
  auto tried = std::set<int>();
  auto const failures = failures_of([&] {
    auto const results = dlp::map(
        [&](int x) {
          auto const fails = world.size() <= 2 ? tried.insert(x).second : world.rank() == 1;
          if ((x == 3 || x == 5) && fails) throw std::runtime_error("not yet");
          return x;
        },
        forty, {.schedule = dlp::fixed{1}, .on_error = dlp::retry{1}});
    BOOST_TEST((world.rank() != 0 || std::ranges::equal(results, forty)));
  });
  BOOST_TEST(failures.empty());
}

BOOST_AUTO_TEST_SUITE_END()
