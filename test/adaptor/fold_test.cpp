// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/fold.hpp>

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dispatch/ledger/loop_terms.hpp>
#include <dispatch/progress/observer.hpp>

BOOST_AUTO_TEST_SUITE(fold_test)

namespace {

using texts = std::vector<std::pair<dlp::index_t, std::string>>;

/// What comes of results that arrive so.
template <class Op>
auto folded(Op op, texts results) -> std::string {
  auto loop = dlp::detail::managed_loop(nullptr, {.name = "fold", .size = 0}, {}, {});
  auto total = std::string(">");
  auto fold = typename dlp::detail::fold_by<std::string, Op, std::string>::type(loop, total, op);
  for (auto& [index, text] : results) fold(index, std::move(text));
  fold.finish();
  return total;
}

auto const pairs = [](std::string const& a, std::string const& b) { return "(" + a + b + ")"; };

}  // namespace

BOOST_AUTO_TEST_CASE(from_left_to_right_is_in_the_order_of_the_indices) {
  BOOST_TEST(folded(std::plus<>(), {}) == ">");
  BOOST_TEST(folded(std::plus<>(), {{2, "c"}, {0, "a"}, {3, "d"}, {1, "b"}}) == ">abcd");
  BOOST_TEST(folded(std::plus<>(), {{3, "d"}, {0, "a"}, {5, "f"}}) == ">adf");
}

BOOST_AUTO_TEST_CASE(a_result_at_which_op_throws_holds_up_none_of_those_behind_it) {
  auto loop = dlp::detail::managed_loop(nullptr, {.name = "fold", .size = 0}, {}, {});
  auto total = std::string(">");
  auto op = [](std::string const& a, std::string const& b) {
    return b == "b" ? throw std::runtime_error("no b") : a + b;
  };
  auto fold = dlp::detail::fold_in_order<std::string, decltype(op), std::string>(loop, total, op);
  fold(0, "a");
  BOOST_CHECK_THROW(fold(1, "b"), std::runtime_error);
  fold(2, "c");
  BOOST_TEST(fold.at() == 2u);
  fold(4, "e");
  BOOST_TEST(fold.at() == 4u);
  fold(5, "b");
  BOOST_CHECK_THROW(fold(3, "d"), std::runtime_error);
  BOOST_TEST(fold.at() == 5u);
  BOOST_TEST(total == ">acde");
}

BOOST_AUTO_TEST_CASE(in_a_tree_neighbours_come_first_and_what_it_begins_with_once) {
  auto const op = dlp::associative(pairs);
  BOOST_TEST(folded(op, {}) == ">");
  BOOST_TEST(folded(op, {{0, "a"}}) == "(>a)");
  auto const all = "(>(((ab)(cd))e))";
  BOOST_TEST(folded(op, {{0, "a"}, {1, "b"}, {2, "c"}, {3, "d"}, {4, "e"}}) == all);
  BOOST_TEST(folded(op, {{4, "e"}, {3, "d"}, {1, "b"}, {2, "c"}, {0, "a"}}) == all);
}

BOOST_AUTO_TEST_CASE(what_is_left_out_leaves_a_hole_in_the_tree) {
  BOOST_TEST(folded(dlp::associative(pairs), {{3, "d"}, {1, "b"}, {0, "a"}}) == "(>((ab)d))");
}

BOOST_AUTO_TEST_CASE(large_values_lie_on_the_heap) {
  struct block {
    int number;
    char rest[5'000 << 10];
  };
  auto op = dlp::associative([](block const& a, block const& b) {
    auto sum = a;
    sum.number += b.number;
    return sum;
  });
  auto loop = dlp::detail::managed_loop(nullptr, {.name = "fold", .size = 0}, {}, {});
  auto const total = std::make_unique<block>();
  auto one = std::make_unique<block>();
  auto fold = dlp::detail::fold_by<block, decltype(op), block>::type(loop, *total, op);
  for (auto const index : {3U, 0U, 2U, 1U, 4U}) {
    one->number = 1 << index;
    fold(index, std::move(*one));
  }
  fold.finish();
  BOOST_TEST(total->number == 31);
}

// Results may be narrower than what they are put together as.
static_assert(std::is_same_v<dlp::detail::fold_by<long, dlp::associative<std::plus<>>, int>::type,
                             dlp::detail::fold_in_tree<long, std::plus<>, int>>);
static_assert(dlp::detail::fold_by<long, dlp::associative<std::plus<>>, int>::is_right());

BOOST_AUTO_TEST_SUITE_END()
