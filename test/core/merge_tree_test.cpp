// SPDX-License-Identifier: BSL-1.0
#include <dlp/core/merge_tree.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <numeric>
#include <queue>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(merge_tree_test)

namespace {

using dlp::index_t;

// Says what was merged with what.
struct written {
  auto operator()(std::string const& a, std::string const& b) const { return "(" + a + b + ")"; }
};
using text_tree = dlp::detail::merge_tree<std::string, written>;

// Sums of doubles, whose bits tell one order from another.
using sum_tree = dlp::detail::merge_tree<double, std::plus<>>;
auto value_of(index_t index) -> double { return std::sin(static_cast<double>(index) + 0.5); }
auto bits_of(sum_tree const& tree) { return std::bit_cast<std::uint64_t>(tree.total().value()); }

auto indices_up_to(index_t count) {
  auto all = std::vector<index_t>(count);
  std::iota(all.begin(), all.end(), index_t{0});
  return all;
}

auto text_of(std::vector<index_t> const& indices) -> std::string {
  auto tree = text_tree();
  for (auto const index : indices) tree.add(index, std::string(1, static_cast<char>('a' + index)));
  return tree.total().value_or("");
}

}  // namespace

BOOST_AUTO_TEST_CASE(neighbours_are_merged_then_pairs_then_what_is_left_from_the_left) {
  BOOST_TEST(text_of({}) == "");
  BOOST_TEST(text_of({0}) == "a");
  BOOST_TEST(text_of({0, 1}) == "(ab)");
  BOOST_TEST(text_of({2, 1, 0}) == "((ab)c)");
  BOOST_TEST(text_of({6, 5, 4, 3, 2, 1, 0}) == "((((ab)(cd))(ef))g)");
  BOOST_TEST(text_of({7, 0, 6, 1, 5, 2, 4, 3}) == "(((ab)(cd))((ef)(gh)))");
}

BOOST_AUTO_TEST_CASE(indices_may_be_left_out) {
  BOOST_TEST(text_of({6, 4, 3, 2, 0}) == "(((a(cd))e)g)");  // b and f are missing
  BOOST_TEST(text_of({1, 2}) == "(bc)");
}

BOOST_AUTO_TEST_CASE(values_that_arrive_in_any_order_give_the_same_bits) {
  auto order = std::mt19937_64(5);
  for (auto const count : {1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 63, 64, 100, 1000, 1025}) {
    auto indices = indices_up_to(static_cast<index_t>(count));
    auto expected = sum_tree();
    for (auto const index : indices) expected.add(index, value_of(index));
    for (auto round = 0; round != 200; ++round) {
      std::ranges::shuffle(indices, order);
      auto tree = sum_tree();
      for (auto const index : indices) tree.add(index, value_of(index));
      BOOST_TEST(bits_of(tree) == bits_of(expected));
      BOOST_TEST(tree.nodes().size() == static_cast<std::size_t>(std::popcount(indices.size())));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_tree_that_was_read_out_goes_on_as_if_it_had_not_been) {
  for (auto count = index_t{1}; count != 301; ++count) {
    auto first = sum_tree();
    for (auto index = index_t{0}; index != count; ++index) first.add(index, value_of(index));
    auto second = sum_tree();
    for (auto index = 2 * count; index-- != count;) second.add(index, value_of(index));
    for (auto const& [at, node] : first.nodes()) second.put_back(at, node);
    auto whole = sum_tree();
    for (auto index = index_t{0}; index != 2 * count; ++index) whole.add(index, value_of(index));
    BOOST_TEST(bits_of(second) == bits_of(whole));
    BOOST_TEST(second.nodes().size() == whole.nodes().size());
  }
}

// Workers take the next index each time that they are through; a few take very long (Pareto).
BOOST_AUTO_TEST_CASE(few_values_are_kept_however_late_some_are) {
  for (auto const exponent : {10.0, 1.5, 1.05}) {
    constexpr auto count = index_t{100'000};
    using arrival = std::pair<double, index_t>;
    auto under_way = std::priority_queue<arrival, std::vector<arrival>, std::greater<>>();
    auto random = std::mt19937_64(1);
    auto const duration = [&] {
      return std::pow((static_cast<double>(random() >> 11U) + 1) * 0x1p-53, -1 / exponent);
    };
    auto next = index_t{0};
    while (next != 16) under_way.emplace(duration(), next++);
    auto tree = dlp::detail::merge_tree<index_t, std::plus<>>();
    auto most = std::size_t{0};
    while (!under_way.empty()) {
      auto const [time, index] = under_way.top();
      under_way.pop();
      tree.add(index, 1);
      most = std::max(most, tree.nodes().size());
      if (next != count) under_way.emplace(time + duration(), next++);
    }
    BOOST_TEST(tree.total().value() == count);
    BOOST_TEST(most <= 150U);  // 19, 78 and 128
  }
}

BOOST_AUTO_TEST_CASE(the_last_indices_that_there_can_be_have_their_nodes) {
  auto tree = text_tree();
  tree.add(~index_t{0}, "z");
  tree.add(~index_t{0} - 1, "y");
  tree.put_back(index_t{0}, {63, "a"});
  BOOST_TEST(tree.total().value() == "(a(yz))");
  BOOST_TEST(tree.nodes().size() == 2U);
}

BOOST_AUTO_TEST_CASE(values_that_cannot_be_copied_are_moved) {
  auto const sum = [](std::unique_ptr<int> a, std::unique_ptr<int> b) {
    *a += *b;
    return a;
  };
  auto tree = dlp::detail::merge_tree<std::unique_ptr<int>, decltype(sum)>(sum);
  for (auto const index : {2, 0, 1}) {
    tree.add(static_cast<index_t>(index), std::make_unique<int>(index + 1));
  }
  BOOST_TEST(**std::move(tree).total() == 6);
}

BOOST_AUTO_TEST_SUITE_END()
