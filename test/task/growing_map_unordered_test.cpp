// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/growing_map_unordered.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/adaptor/all_gather.hpp>
#include <dlp/adaptor/broadcast.hpp>

#include "../support/visits.hpp"

BOOST_AUTO_TEST_SUITE(growing_map_unordered_test)

namespace {

auto const world = boost::mpi::communicator();
auto is_root() -> bool { return world.rank() == 0; }

/// A tree with so many children an item, down to a depth.
struct node {
  int depth;
  int children;
};
auto grow(node const& it, dlp::feeder<node>& more) -> int {
  for (auto i = 0; it.depth != 0 && i != it.children; ++i) more.add({it.depth - 1, it.children});
  return it.depth;
}

}  // namespace

// contract: T2
BOOST_AUTO_TEST_CASE(the_root_gets_each_result_once_with_its_path) {
  auto paths = std::map<std::vector<dlp::index_t>, int>();
  auto twice = false;
  auto results = dlp::map_unordered(grow, std::vector<node>{{2, 3}, {0, 3}, {1, 2}});
  for (auto it = results.begin(); it != results.end(); ++it) {
    twice |= !paths.emplace(it.path(), *it).second;
    BOOST_TEST(it.index() == it.path().front());
  }
  BOOST_TEST(!twice);
  if (!is_root()) {
    BOOST_TEST(paths.empty());
    return;
  }
  BOOST_TEST(paths.size() == 1u + 3 + 9 + 1 + 1 + 2);
  BOOST_TEST((paths.at({0}) == 2));
  BOOST_TEST((paths.at({0, 2, 1}) == 0));
  BOOST_TEST((paths.at({1}) == 0));
  BOOST_TEST((paths.at({2, 1}) == 0));
}

// contract: T2
BOOST_AUTO_TEST_CASE(a_sum_in_the_order_of_paths_has_the_same_bits_on_any_number_of_ranks) {
  struct piece {
    double from, to;
  };
  auto const f = [](double x) { return std::sin(1 / (x + 0.01)); };
  auto const simpson = [&](double a, double b) {
    return (b - a) / 6 * (f(a) + 4 * f((a + b) / 2) + f(b));
  };
  auto const refine = [&](piece const& it, dlp::feeder<piece>& more) {
    auto const middle = (it.from + it.to) / 2;
    auto const halves = simpson(it.from, middle) + simpson(middle, it.to);
    if (std::abs(halves - simpson(it.from, it.to)) < 1e-9) return halves;
    more.add({it.from, middle});
    more.add({middle, it.to});
    return 0.0;
  };
  auto parts = std::vector<std::pair<std::vector<dlp::index_t>, double>>();
  auto results = dlp::map_unordered(refine, std::vector<piece>{{0, 1}, {1, 3}});
  for (auto it = results.begin(); it != results.end(); ++it) parts.emplace_back(it.path(), *it);
  if (!is_root()) return;
  std::ranges::sort(parts);
  auto sum = 0.0;
  for (auto const& [path, part] : parts) sum += part;
  BOOST_TEST(parts.size() > 500u);

  auto serial = 0.0;  // in the same order, as it is written down
  auto const walk = [&](auto& again, piece const& it) -> void {
    auto const middle = (it.from + it.to) / 2;
    auto const halves = simpson(it.from, middle) + simpson(middle, it.to);
    if (std::abs(halves - simpson(it.from, it.to)) < 1e-9) {
      serial += halves;
    } else {
      again(again, {it.from, middle});
      again(again, {middle, it.to});
    }
  };
  walk(walk, {0, 1});
  walk(walk, {1, 3});
  BOOST_TEST((sum == serial));
}

// contract: M2
BOOST_AUTO_TEST_CASE(leaving_it_ends_the_loop_for_all) {
  auto const endless = [](int x, dlp::feeder<int>& more) {
    more.add(x + 1);
    more.add(x + 2);
    return x;
  };
  for (auto round = 0; round != 5; ++round) {
    auto taken = 0;
    for (auto const x : dlp::map_unordered(endless, std::vector{0})) {
      static_cast<void>(x);
      if (++taken == 50) break;
    }
    BOOST_TEST(taken == (is_root() ? 50 : 0));
  }
}

// contract: E1
BOOST_AUTO_TEST_CASE(what_the_root_s_body_throws_reaches_all) {
  auto text = std::string();
  try {
    for (auto const x : dlp::map_unordered(grow, std::vector<node>{{5, 2}}))
      if (x == 3) throw std::runtime_error("three");
  } catch (std::exception const& thrown) {
    text = thrown.what();
  }
  if (is_root())
    BOOST_TEST(text == "three");
  else
    BOOST_TEST(text.find("map_unordered") != std::string::npos);
}

// contract: T2
BOOST_AUTO_TEST_CASE(bodies_know_what_the_root_has_told_once_their_rank_has_heard_it) {
  auto knew = 0;
  auto results = dlp::map_unordered(
      [](int x, dlp::feeder<int>& more) {
        if (auto const* const told = more.told<std::string>()) return *told;
        more.add(x + 1);  // until it comes
        return std::string();
      },
      std::vector{0, 100});
  for (auto const& heard : results) {
    if (heard.empty()) {
      results.tell(std::string("stop here"));
    } else {
      BOOST_TEST(heard == "stop here");
      ++knew;
    }
  }
  BOOST_TEST(knew == (is_root() ? 2 : 0));
}

BOOST_AUTO_TEST_CASE(what_is_told_before_the_loop_all_bodies_know) {
  auto results = dlp::map_unordered(
      [](int number, dlp::feeder<int>& more) {
        auto const* const told = more.told<int>();
        if (number < 10) more.add(10 * number);
        return told ? *told : 0;
      },
      std::vector{1, 2, 3, 4});
  results.tell(42);
  auto count = 0;
  for (auto const heard : results) {
    BOOST_TEST(heard == 42);
    ++count;
  }
  BOOST_TEST(count == (is_root() ? 8 : 0));
}

BOOST_AUTO_TEST_CASE(a_view_can_be_walked_again) {
  auto results = dlp::map_unordered(grow, std::vector<node>{{2, 2}});
  for (auto round = 0; round != 2; ++round) {
    auto count = 0;
    for ([[maybe_unused]] auto const depth : results) ++count;
    BOOST_TEST(count == (is_root() ? 7 : 0));
  }
}

BOOST_AUTO_TEST_CASE(what_is_told_when_a_loop_has_ended_the_next_one_knows) {
  auto results = dlp::map_unordered(
      [](int, dlp::feeder<int>& more) {
        auto const* const told = more.told<int>();
        return told ? *told : 0;
      },
      std::vector{1, 2, 3});
  results.tell(1);
  auto it = results.begin();
  while (it != results.end()) ++it;
  results.tell(2);
  for (auto const heard : results) BOOST_TEST(heard == 2);
}

BOOST_AUTO_TEST_SUITE_END()
