// SPDX-License-Identifier: BSL-1.0
//
// Loops over ranges that do not know their size, and end at the same index on all ranks or do not.
#include <dlp.hpp>

#include <cstddef>
#include <forward_list>
#include <functional>
#include <ranges>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "../support/every.hpp"
#include "../support/nodes_main.hpp"
#include "../support/ranges.hpp"
#include "../support/visits.hpp"

auto main(int argc, char** argv) -> int { return dlp_test::main_on_nodes(argc, argv); }

namespace {

using namespace dlp_test;

constexpr auto rounds = 50;

auto list_of(int n) -> std::forward_list<int> {
  auto list = std::forward_list<int>();
  for (auto i = n; i != 0; --i) list.push_front(i - 1);
  return list;
}

/// Calls `use(name, make)`: `make(n)` makes a range of 0 … n - 1 that does not know its size.
template <class Use>
void for_each_kind_without_a_size(Use use) {
  use("a list", list_of);
  use("a filter", [](int n) {
    return std::views::iota(0, 2 * n) | std::views::filter([n](int x) { return x < n; });
  });
  use("a generator", [](int n) { return counting_generator(n); });
}

/// Calls `use(name, loop)`: `loop(range, body, options)` calls the body with each example.
template <class Use>
void for_each_managed_loop(Use use) {
  use("split_managed", [](auto&& xs, auto body, auto const& options) {
    for (auto x : dlp::split_managed(xs, options)) body(x);
  });
  use("for_each",
      [](auto&& xs, auto body, auto const& options) { dlp::for_each(xs, body, options); });
  auto const one = [](auto body) { return [body](int x) { return body(x), 1; }; };
  use("map", [one](auto&& xs, auto body, dlp::managed_options const& options) {
    static_cast<void>(
        dlp::map(one(body), xs, {.schedule = options.schedule, .stop = options.stop}));
  });
  use("map_reduce", [one](auto&& xs, auto body, auto const& options) {
    static_cast<void>(dlp::map_reduce(one(body), xs, 0, std::plus<>(), options));
  });
  use("map_unordered", [one](auto&& xs, auto body, auto const& options) {
    for (auto const& x : dlp::map_unordered(one(body), xs, options)) static_cast<void>(x);
  });
}

auto const shared = [](auto&& xs, auto body, auto const& options) {
  for (auto x : dlp::split_shared(xs, options)) body(x);
};

/// Calls `use(name, loop, walkers)`, where `walkers` are the ranks that walk their range.
template <class Use>
void for_each_way_to_loop(Use use) {
  auto const first = world.size() == 1 ? 0 : 1;  // the root only hands out
  for_each_managed_loop([&](auto name, auto loop) { use(std::string(name), loop, first); });
  use(std::string("split_shared"), shared, 0);
}

auto options_of(int round) -> dlp::managed_options {
  auto const schedules = dlp_test::every<dlp::schedule>();
  return {.schedule = schedules[static_cast<std::size_t>(round) % schedules.size()]};
}

/// What `f` throws where the ranks disagree, and nothing else; empty where nothing.
template <class F>
auto disagreement_in(F f) -> std::string {
  try {
    f();
  } catch (dlp::disagreement const& thrown) {
    return thrown.what();
  }
  return {};
}

}  // namespace

// contract: E4
BOOST_AUTO_TEST_CASE(ends_at_different_indices_are_a_disagreement_on_all_each_time) {
  for_each_way_to_loop([](auto const& name, auto loop, int first) {
    if (world.size() - first < 2) return;  // one alone walks
    for (auto round = 0; round != rounds; ++round) {
      auto const odd = first + round % (world.size() - first);
      auto const sizes = std::vector<std::pair<int, int>>{{3, 60}, {60, 3}, {59, 60}, {60, 59}};
      auto const [odd_size, others] = sizes[static_cast<std::size_t>(round / 3) % sizes.size()];
      auto const n = world.rank() == odd ? odd_size : others;
      for_each_kind_without_a_size([&](auto kind, auto make) {
        auto const text = disagreement_in([&] { loop(make(n), [](int) {}, options_of(round)); });
        BOOST_TEST(how_many(text.find(" finds ") != text.npos) == world.size(),
                   name << " over " << kind << ", round " << round << ": " << text);
        // Who is said to find so many does.
        auto const at = text.find(": rank ");
        if (at == text.npos || text.find("at least") < text.find("other ranks")) return;
        auto const finds = std::stoi(text.substr(at + 7)) == odd ? odd_size : others;
        BOOST_TEST(text.find("finds " + std::to_string(finds) + " examples") != text.npos, text);
      });
    }
  });
}

// contract: E4 S1 S5
BOOST_AUTO_TEST_CASE(ends_at_the_same_index_are_none) {
  for_each_way_to_loop([](auto const& name, auto loop, int) {
    for (auto round = 0; round != rounds; ++round) {
      auto const n = std::vector{0, 1, 5, 60}[static_cast<std::size_t>(round) % 4];
      for_each_kind_without_a_size([&](auto kind, auto make) {
        auto own = std::vector<int>();
        auto const text = disagreement_in(
            [&] { loop(make(n), [&](int x) { own.push_back(x); }, options_of(round)); });
        BOOST_TEST(text == "", name << " over " << kind);
        BOOST_TEST(exactly_once(own, n), name << " over " << kind << ", round " << round);
      });
    }
  });
}

// contract: S7
BOOST_AUTO_TEST_CASE(nor_where_a_rank_leaves) {
  auto const leave_at_once = [](auto name, auto split) {
    for (auto round = 0; round != rounds; ++round) {
      auto const leaver = round % world.size();
      for_each_kind_without_a_size([&](auto kind, auto make) {
        auto visited = 0;
        auto const text = disagreement_in([&] {
          for (auto x : split(make(30), options_of(round))) {
            static_cast<void>(x);
            if (++visited > round % 3 && world.rank() == leaver) break;
          }
        });
        BOOST_TEST(text == "", name << " over " << kind);
        BOOST_TEST((world.rank() != leaver || visited <= 1 + round % 3));
      });
    }
  };
  leave_at_once("split_managed", dlp::split_managed);
  leave_at_once("split_shared", dlp::split_shared);
}

// contract: S7
BOOST_AUTO_TEST_CASE(nor_where_a_rank_asks_for_a_stop) {
  for_each_way_to_loop([](auto const& name, auto loop, int) {
    for (auto round = 0; round != rounds; ++round) {
      auto source = std::stop_source();
      auto options = options_of(round);
      options.stop = source.get_token();
      for_each_kind_without_a_size([&](auto kind, auto make) {
        auto visited = 0;
        auto const body = [&](int) {
          if (++visited > round % 4) source.request_stop();
        };
        auto const text = disagreement_in([&] { loop(make(30), body, options); });
        BOOST_TEST(text == "", name << " over " << kind);
      });
    }
  });
}

// contract: E1
BOOST_AUTO_TEST_CASE(nor_where_a_body_throws) {
  for_each_way_to_loop([](auto const& name, auto loop, int) {
    for (auto round = 0; round != rounds; ++round) {
      auto options = options_of(round);
      if (round % 2 != 0 && name != "map") options.on_error = dlp::collect{};
      for_each_kind_without_a_size([&](auto kind, auto make) {
        auto threw = false;
        auto const text = disagreement_in([&] {
          try {
            loop(
                make(30),
                [&](int x) {
                  if (x == round % 30) throw std::runtime_error("on purpose");
                },
                options);
          } catch (dlp::disagreement const&) {
            throw;
          } catch (std::exception const&) {
            threw = true;
          }
        });
        BOOST_TEST(text == "", name << " over " << kind);
        BOOST_TEST(threw, name << " over " << kind << ", round " << round);
      });
    }
  });
}

// contract: S7
BOOST_AUTO_TEST_CASE(nor_where_the_range_has_no_end) {
  for (auto round = 0; round != rounds; ++round) {
    auto visited = 0;
    for (auto x : std::views::iota(0) | dlp::split_shared) {
      static_cast<void>(x);
      if (++visited == 3) break;
    }
    BOOST_TEST(visited == 3);
  }
}
