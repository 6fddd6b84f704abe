// SPDX-License-Identifier: BSL-1.0
//
// The option `cost`, in all the loops that take it.
#include <dlp/adaptor/options.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <iterator>
#include <list>
#include <numeric>
#include <ranges>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/adaptor/for_each.hpp>
#include <dlp/adaptor/map.hpp>
#include <dlp/adaptor/map_reduce.hpp>
#include <dlp/adaptor/map_unordered.hpp>
#include <dlp/adaptor/split_managed.hpp>
#include <dlp/core/error.hpp>

#include "../support/every.hpp"
#include "../support/ranges.hpp"
#include "../support/visits.hpp"

BOOST_AUTO_TEST_SUITE(cost_test)

namespace {

using dlp::index_t;
using options = dlp::managed_options;

auto const world = boost::mpi::communicator();
auto const schedules = dlp_test::every<dlp::schedule>({dlp::fixed{7}});

auto at_root() -> bool { return world.rank() == 0; }

/// With many ties: 0 to 4 for all of the examples.
auto cost_of(index_t index) -> double { return static_cast<double>(index * 3 % 5); }

/// 0 … n - 1 as they should be handed out.
auto by_cost(int n) -> std::vector<int> {
  auto order = std::vector<int>(static_cast<std::size_t>(n));
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(order, std::greater(),
                           [](int i) { return cost_of(static_cast<index_t>(i)); });
  return order;
}

/// The loops that take the option, each over 0 … n - 1: calls `visit(x)` for each that it gives to
/// this rank.
struct loop {
  char const* name;
  std::function<void(int n, std::function<int(int)> const& visit, options)> run;
};

auto const loops = std::vector<loop>{
    {"split_managed",
     [](int n, auto const& visit, options how) {
       for (auto x : std::views::iota(0, n) | dlp::split_managed(how)) visit(x);
     }},
    {"for_each", [](int n, auto const& visit,
                    options how) { dlp::for_each(std::views::iota(0, n), visit, how); }},
    {"map",
     [](int n, auto const& visit, options how) {
       auto const results = dlp::map(visit, std::views::iota(0, n), how);
       auto expected = std::vector<int>();
       for (auto x = 0; x != n && world.rank() == how.root; ++x) expected.push_back(x * x);
       BOOST_TEST(results == expected);  // in the order of the examples all the same
     }},
    {"map_unordered",
     [](int n, auto const& visit, options how) {
       auto view = dlp::map_unordered(visit, std::views::iota(0, n), how);
       auto sum = 0;
       for (auto it = view.begin(); it != view.end(); ++it) {
         auto const x = static_cast<int>(it.index());
         BOOST_TEST(*it == x * x);
         sum += x;
       }
       BOOST_TEST(sum == (world.rank() == how.root ? n * (n - 1) / 2 : 0));
     }},
    {"map_reduce", [](int n, auto const& visit, options how) {
       auto const sum = dlp::map_reduce(visit, std::views::iota(0, n), 0, std::plus<>(), how);
       BOOST_TEST(sum == (n - 1) * n * (2 * n - 1) / 6);
     }}};

/// Runs the loop, and returns what it gave to this rank, in order.
auto visited_in(loop const& one, int n, options how) -> std::vector<int> {
  auto visited = std::vector<int>();
  one.run(
      n,
      [&](int x) {
        visited.push_back(x);
        return x * x;
      },
      std::move(how));
  return visited;
}

/// What became of a loop on this rank.
struct way_out {
  std::string type = "none";
  std::string text = {};
};

auto way_out_of(std::function<void()> const& run) -> way_out {
  try {
    run();
  } catch (dlp::task_error const& thrown) {
    return {"task_error", thrown.what()};
  } catch (dlp::disagreement const& thrown) {
    return {"disagreement", thrown.what()};
  } catch (dlp::usage_error const& thrown) {
    return {"usage_error", thrown.what()};
  } catch (std::exception const& thrown) {
    return {"another", thrown.what()};
  }
  return {};
}

auto says(way_out const& out, std::string const& text) -> bool {
  return out.text.find(text) != std::string::npos;
}

/// Whether a plain loop still works, on all ranks.
auto goes_on() -> bool {
  auto own = std::vector<int>();
  for (auto x : std::views::iota(0, 20) | dlp::split_managed) own.push_back(x);
  return dlp_test::exactly_once(own, 20);
}

}  // namespace

// contract: S1 S8 S9 M5
BOOST_AUTO_TEST_CASE(every_index_is_visited_once) {
  for (auto const& one : loops) {
    for (auto const n : {0, 1, 7, 200}) {
      for (auto const& schedule : schedules) {
        auto const own = visited_in(one, n, {.schedule = schedule, .cost = cost_of});
        BOOST_TEST(dlp_test::exactly_once(own, n),
                   one.name << " over " << n << ", " << to_string(schedule));
      }
    }
  }
}

// contract: S8
BOOST_AUTO_TEST_CASE(the_costliest_is_the_first_that_some_rank_visits) {
  for (auto const& one : loops) {
    auto const own = visited_in(one, 100, {.schedule = dlp::fixed{1}, .cost = cost_of});
    BOOST_TEST(dlp_test::how_many(!own.empty() && own.front() == by_cost(100).front()) == 1,
               one.name);
  }
}

// contract: S8
BOOST_AUTO_TEST_CASE(one_rank_that_works_visits_all_in_the_order_of_the_costs_and_ties_in_order) {
  if (world.size() > 2) return;
  for (auto const& one : loops) {
    for (auto const& schedule : schedules) {
      auto const own = visited_in(one, 100, {.schedule = schedule, .cost = cost_of});
      auto const works = world.size() == 1 || !at_root();
      BOOST_TEST(own == (works ? by_cost(100) : std::vector<int>()),
                 one.name << ", " << to_string(schedule));
    }
  }
}

// contract: S8
BOOST_AUTO_TEST_CASE(without_a_cost_one_rank_visits_all_in_order) {
  if (world.size() > 2) return;
  auto expected = std::vector<int>(100);
  std::iota(expected.begin(), expected.end(), 0);
  for (auto const& one : loops) {
    auto const own = visited_in(one, 100, {});
    BOOST_TEST((own.empty() || own == expected), one.name);
  }
}

// contract: S8
BOOST_AUTO_TEST_CASE(the_root_alone_asks_for_the_costs_and_for_each_once) {
  for (auto const root : {0, world.size() - 1}) {
    auto asked = std::vector<int>();
    auto const cost = [&](index_t index) {
      asked.push_back(static_cast<int>(index));
      return cost_of(index);
    };
    for (auto const& one : loops) {
      asked.clear();
      auto const own = visited_in(one, 30, {.cost = cost, .root = root});
      BOOST_TEST(dlp_test::exactly_once(own, 30), one.name);
      BOOST_TEST(dlp_test::exactly_once(asked, 30), one.name);
      BOOST_TEST((world.rank() == root || asked.empty()), one.name);
    }
  }
}

// contract: S5 S8
BOOST_AUTO_TEST_CASE(ranges_of_all_kinds_that_know_their_size_are_walked_back_and_forth) {
  for (auto const n : {1, 40}) {
    dlp_test::for_each_kind(n, [&](auto name, auto make, auto number) {
      using range = std::views::all_t<decltype(make())>;
      if constexpr (std::ranges::sized_range<range> && std::ranges::forward_range<range>) {
        auto own = std::vector<int>();
        for (auto&& x : make() | dlp::split_managed({.cost = cost_of})) own.push_back(number(x));
        BOOST_TEST(dlp_test::exactly_once(own, n), n << " of " << name);
        if (world.size() == 1) BOOST_TEST(own == by_cost(n), name);
      }
    });
  }
}

// contract: M5
BOOST_AUTO_TEST_CASE(a_reduction_has_the_same_bits_as_without) {
  auto const f = [](int x) { return std::sin(x) / (x + 1); };
  auto expected = 0.1;
  for (auto x = 0; x != 500; ++x) expected += f(x);
  for (auto const& schedule : schedules) {
    auto const sum = dlp::map_reduce(f, std::views::iota(0, 500), 0.1, std::plus<>(),
                                     {.schedule = schedule, .cost = cost_of});
    BOOST_TEST((sum == expected), to_string(schedule));
  }
}

// contract: S7 S8
BOOST_AUTO_TEST_CASE(what_a_rank_that_leaves_had_not_begun_goes_to_others) {
  if (world.size() < 3) return;
  for (auto const& schedule : schedules) {
    auto own = std::vector<int>();
    for (auto x :
         std::views::iota(0, 100) | dlp::split_managed({.schedule = schedule, .cost = cost_of})) {
      own.push_back(x);
      if (world.rank() == 1) break;
    }
    BOOST_TEST(dlp_test::exactly_once(own, 100), to_string(schedule));
  }
}

// contract: E1
BOOST_AUTO_TEST_CASE(a_body_that_throws_is_booked_under_its_index) {
  constexpr auto where = 33;
  auto out = way_out_of([] {
    auto const body = [](int x) {
      if (x == where) throw std::domain_error("not this one");
    };
    dlp::for_each(std::views::iota(0, 100), body, {.schedule = dlp::fixed{5}, .cost = cost_of});
  });
  BOOST_TEST(out.type == "task_error");
  BOOST_TEST(says(out, "index 33"), out.text);
  BOOST_TEST(says(out, "not this one"), out.text);
}

// contract: E1
BOOST_AUTO_TEST_CASE(a_cost_that_throws_ends_the_call_on_every_rank) {
  auto const cost = [](index_t index) -> double {
    if (index == 3) throw std::runtime_error("no cost of 3");
    return 1;
  };
  for (auto const root : {0, world.size() - 1}) {
    for (auto const& one : loops) {
      auto const out = way_out_of([&] { visited_in(one, 10, {.cost = cost, .root = root}); });
      BOOST_TEST(says(out, "no cost of 3"), one.name << ": " << out.type << " " << out.text);
      if (world.rank() != root) BOOST_TEST(out.type == "task_error", one.name);
      BOOST_TEST(goes_on());
    }
  }
}

// contract: E1 E6
BOOST_AUTO_TEST_CASE(a_cost_that_is_not_a_number_is_an_error_that_names_the_example) {
  auto const cost = [](index_t index) { return index == 3 ? std::nan("") : 1.0; };
  for (auto const& one : loops) {
    auto const out = way_out_of([&] { visited_in(one, 10, {.cost = cost}); });
    BOOST_TEST(says(out, "example 3 is not a number"), one.name << ": " << out.text);
    if (!at_root()) BOOST_TEST(out.type == "task_error", one.name);
    BOOST_TEST(goes_on());
  }
}

namespace {

/// Numbers that know how many they are, and can be walked once.
class sized_generator : public dlp_test::counting_generator {
 public:
  explicit sized_generator(int n) : counting_generator(n), size_(n) {}
  [[nodiscard]] auto size() const -> std::size_t { return static_cast<std::size_t>(size_); }

 private:
  int size_;
};

}  // namespace

// contract: E6
BOOST_AUTO_TEST_CASE(
    a_range_without_a_size_or_a_way_back_is_a_usage_error_before_the_first_message) {
  auto filtered = std::views::iota(0, 10) | std::views::filter([](int x) { return x % 2 == 0; });
  auto const out = way_out_of([&] {
    for (auto x : filtered | dlp::split_managed({.cost = cost_of})) static_cast<void>(x);
  });
  BOOST_TEST(out.type == "usage_error");
  BOOST_TEST(says(out, "split_managed: cost needs a range"), out.text);

  for (auto const& walked_once :
       {way_out_of([] { dlp::for_each(sized_generator(3), [](int) {}, {.cost = cost_of}); }),
        way_out_of([&] {
          static_cast<void>(dlp::map([](int x) { return x; }, filtered, {.cost = cost_of}));
        })}) {
    BOOST_TEST(walked_once.type == "usage_error", walked_once.text);
  }
  BOOST_TEST(goes_on());
}

// contract: E4
BOOST_AUTO_TEST_CASE(a_cost_on_some_ranks_only_is_a_disagreement_on_all) {
  if (world.size() == 1) return;
  for (auto const odd : {0, world.size() - 1}) {
    for (auto const& one : loops) {
      auto how = options();
      if (world.rank() == odd) how.cost = cost_of;
      auto const out = way_out_of([&] { visited_in(one, 10, how); });
      BOOST_TEST(out.type == "disagreement", one.name);
      BOOST_TEST(says(out, ", by cost"), out.text);
      BOOST_TEST(goes_on());
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
