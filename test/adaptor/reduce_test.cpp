// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/reduce.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/serialization/map.hpp>
#include <boost/serialization/string.hpp>
#include <boost/serialization/utility.hpp>
#include <boost/serialization/vector.hpp>
#include <boost/test/unit_test.hpp>

#include <dlp/adaptor/barrier.hpp>
#include <dlp/adaptor/call_on_root.hpp>
#include <dlp/comm/pieces.hpp>

#include "../comm/everywhere.hpp"
#include "../support/hard_values.hpp"
#include "../support/memory_taken.hpp"
#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(reduce_test)

namespace {

auto me() -> int { return dlp::rank(); }
auto ranks() -> int { return dlp::size(); }

/// What the tree makes of the values that `of(rank)` gives.
template <class F, class Op>
auto expected(F of, Op op, int first = 0, int width = std::bit_ceil(unsigned(ranks()))) {
  if (width == 1) return of(first);
  auto left = expected(of, op, first, width / 2);
  auto const middle = first + width / 2;
  return middle < ranks() ? decltype(left)(op(left, expected(of, op, middle, width / 2))) : left;
}

/// Both calls, with several roots.
template <class F, class Op>
auto is_right(F of, Op op, decltype(of(0)) const& right) -> bool {
  auto wrong = 0;
  for (auto const root : {0, ranks() / 2, ranks() - 1}) {
    auto const one = dlp::reduce(of(me()), op, {.root = root});
    wrong += one.has_value() != (me() == root) || (one && *one != right);
    wrong += dlp::all_reduce(of(me()), op, {.root = root}) != right;
  }
  return dlp_test::on_all_ranks(wrong == 0);
}
template <class F, class Op>
auto is_right(F of, Op op) -> bool {
  return is_right(of, op, expected(of, op));
}

struct extent {
  double low;
  double high;
  friend auto operator==(extent const&, extent const&) -> bool = default;
};
auto spanned(extent a, extent b) -> extent {
  return {std::min(a.low, b.low), std::max(a.high, b.high)};
}

auto const plus = std::plus<>();
auto odd(int rank) -> double { return std::sin(rank + 1) * std::pow(10.0, 5 * rank % 17); }

}  // namespace

// contract: M6
BOOST_AUTO_TEST_CASE(numbers_structs_and_texts_are_put_together_in_the_order_of_the_ranks) {
  BOOST_TEST(is_right(odd, plus));
  BOOST_TEST(is_right(odd, [](double a, double b) { return a - b; }));
  BOOST_TEST(is_right([](int r) { return std::to_string(r); }, plus));
  BOOST_TEST(is_right([](int r) { return std::to_string(r); },
                      [](auto a, auto const& b) { return a + b; }));
  BOOST_TEST(is_right([](int r) { return extent{-odd(r), odd(r)}; }, spanned));
  BOOST_TEST(is_right([](int r) { return r == ranks() - 1; }, std::logical_or<>()));
  BOOST_TEST(is_right([](int r) { return short(r); }, plus));
}

BOOST_AUTO_TEST_CASE(integers_go_by_mpi) {
  BOOST_TEST(is_right([](int r) { return r + 1; }, plus, ranks() * (ranks() + 1) / 2));
  BOOST_TEST(is_right([](int r) { return 1UL << (r % 60); }, std::bit_or<>()));
  BOOST_TEST(is_right([](int r) { return std::uint8_t(255 - r); }, std::ranges::min));
  BOOST_TEST(is_right([](int r) { return std::int8_t(-r); }, std::ranges::max));
  BOOST_TEST(is_right([](int r) { return std::int64_t(r + 1); }, std::multiplies<std::int64_t>()));
  auto const bits = [](int r) { return std::vector<unsigned>{unsigned(r), ~0U << r}; };
  auto const by_hand = [](auto op) {
    return [op](std::vector<unsigned> a, std::vector<unsigned> const& b) {
      for (auto i = std::size_t{0}; i != a.size(); ++i) a[i] = op(a[i], b[i]);
      return a;
    };
  };
  BOOST_TEST(is_right(bits, std::bit_and<>(), expected(bits, by_hand(std::bit_and<>()))));
  BOOST_TEST(is_right(bits, std::bit_xor<>(), expected(bits, by_hand(std::bit_xor<>()))));
}

BOOST_AUTO_TEST_CASE(containers_are_put_together_by_parts) {
  auto const number_of_each = [](int r) {
    return std::map<std::string, long>{{"all", 1}, {std::to_string(r % 2), r}};
  };
  auto counts = std::map<std::string, long>{{"all", ranks()}};
  for (auto r = 0; r != ranks(); ++r) counts[std::to_string(r % 2)] += r;
  BOOST_TEST(is_right(number_of_each, plus, counts));

  auto const row = [](int r) { return std::array{odd(r), 1.0, -odd(r)}; };
  BOOST_TEST(is_right(row, plus, {expected(odd, plus), double(ranks()), -expected(odd, plus)}));

  auto const words = [](int r) { return std::vector<std::string>{std::to_string(r), "", "x"}; };
  auto const digits = expected([](int r) { return std::to_string(r); }, plus);
  BOOST_TEST(is_right(words, plus, {digits, "", std::string(std::size_t(ranks()), 'x')}));

  auto const joined = [](std::vector<int> a, std::vector<int> const& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
  };
  BOOST_TEST(is_right([](int r) { return std::vector<int>(std::size_t(r), r); }, joined));
  BOOST_TEST(is_right([](int) { return std::vector<double>(); }, plus, {}));
}

// contract: M4
BOOST_AUTO_TEST_CASE(what_is_large_travels_in_parts) {
  constexpr auto size = std::size_t{40'000};
  auto const values = [](int r) {
    auto all = std::vector<double>(size);
    for (auto i = std::size_t{0}; i != size; ++i) all[i] = odd(r) * double(i);
    return all;
  };
  auto sum = values(0);
  for (auto i = std::size_t{0}; i != size; ++i)
    sum[i] = expected([&](int r) { return odd(r) * double(i); }, plus);
  auto const text = [](int r) { return std::string(3'000 * std::size_t(r + 1), char('a' + r)); };
  auto const texts = [&](int r) { return std::vector(50, text(r)); };
  auto const numbers = [](int r) { return std::vector<int>(size, r + 1); };
  for (auto const limit : {std::uint64_t{1} << 30, std::uint64_t{70'001}}) {
    dlp::detail::set_piece_limit(limit);
    BOOST_TEST(is_right(values, plus, sum));
    BOOST_TEST(is_right(text, plus));
    BOOST_TEST(is_right(texts, plus, std::vector(50, expected(text, plus))));
    BOOST_TEST(is_right(numbers, plus, std::vector<int>(size, ranks() * (ranks() + 1) / 2)));
    dlp::detail::set_piece_limit(std::uint64_t{1} << 30);
  }
}

// contract: E1
BOOST_AUTO_TEST_CASE(an_op_that_throws_on_any_rank_is_the_same_task_error_on_every_rank) {
  for (auto thrower = 0; thrower != ranks(); ++thrower) {
    auto const op = [&](int a, int b) {
      return me() == thrower ? throw std::runtime_error("no sum") : a + b;
    };
    auto const many = std::vector<int>(200'000, 1);
    auto texts = std::vector<std::string>();
    texts.push_back(
        dlp_test::text_of<dlp::task_error>([&] { static_cast<void>(dlp::reduce(1, op)); }));
    texts.push_back(
        dlp_test::text_of<dlp::task_error>([&] { static_cast<void>(dlp::all_reduce(many, op)); }));
    // On half of the ranks at least it puts nothing together.
    auto const combines = thrower % 2 == 0 && thrower + 1 < ranks();
    for (auto const& text : texts) {
      BOOST_TEST((combines ? dlp_test::same_on_all_ranks(text) : text.empty()));
      BOOST_TEST((text.find("no sum") != text.npos) == combines);
    }
  }
  BOOST_TEST(dlp::all_reduce(1, plus) == ranks());
}

// contract: E1
BOOST_AUTO_TEST_CASE(a_value_that_throws_on_its_way_is_the_same_task_error_on_every_rank) {
  if (ranks() == 1) return;
  auto const first = [](dlp_test::brittle a, dlp_test::brittle const&) { return a; };
  for (auto const how : {1, 2}) {
    auto const last = dlp_test::brittle{me() == ranks() - 1 ? how : 0};
    auto const text = dlp_test::text_of<dlp::task_error>(
        [&] { static_cast<void>(dlp::reduce(std::vector(3, last), first)); });
    BOOST_TEST(dlp_test::same_on_all_ranks(text));
    BOOST_TEST(text.find(how == 1 ? "cannot be saved" : "cannot be loaded") != text.npos);
  }
}

// contract: E4
BOOST_AUTO_TEST_CASE(what_differs_is_a_disagreement_on_every_rank) {
  if (ranks() == 1) return;
  auto const odd_one = me() == ranks() - 1;
  auto const disagree = [](auto call) {
    return dlp_test::on_all_ranks(!dlp_test::text_of<dlp::disagreement>(call).empty());
  };
  BOOST_TEST(
      disagree([&] { static_cast<void>(dlp::reduce(std::vector<int>(odd_one ? 3 : 4), plus)); }));
  BOOST_TEST(
      disagree([&] { static_cast<void>(dlp::all_reduce(std::vector<double>(odd_one), plus)); }));
  BOOST_TEST(disagree([&] {
    odd_one ? static_cast<void>(dlp::reduce(1, plus)) : static_cast<void>(dlp::reduce(1L, plus));
  }));
  BOOST_TEST(disagree([&] {
    odd_one ? static_cast<void>(dlp::reduce(1, plus))
            : static_cast<void>(dlp::reduce(1, std::minus<>()));
  }));
  BOOST_TEST(disagree([&] {
    odd_one ? static_cast<void>(dlp::reduce(1, plus)) : static_cast<void>(dlp::all_reduce(1, plus));
  }));
  BOOST_TEST(disagree([&] { odd_one ? dlp::barrier() : static_cast<void>(dlp::reduce(1, plus)); }));
  for (auto who = 0; who != ranks(); ++who) {
    auto rows = std::vector<std::vector<double>>(3, std::vector<double>(5));
    if (me() == who) rows[1].pop_back();
    auto const text = dlp_test::text_of<dlp::disagreement>(
        [&] { static_cast<void>(dlp::all_reduce(rows, plus)); });
    BOOST_TEST(dlp_test::same_on_all_ranks(text));
    BOOST_TEST(text.find(" 5 ") != text.npos);
    BOOST_TEST(text.find(" 4 ") != text.npos);
  }
  BOOST_TEST(dlp::all_reduce(1, plus) == ranks());
}

// contract: E6
BOOST_AUTO_TEST_CASE(wrong_options_and_calls_within_op_are_told) {
  BOOST_CHECK_THROW(static_cast<void>(dlp::reduce(1, plus, {.root = ranks()})), dlp::usage_error);
  BOOST_CHECK_THROW(static_cast<void>(dlp::all_reduce(1.5, plus, {.root = -1})), dlp::usage_error);
  if (ranks() == 1) return;
  auto const text = dlp_test::text_of<dlp::task_error>([] {
    static_cast<void>(
        dlp::reduce(1, [](int a, int b) { return a + dlp::all_reduce(b, std::plus<>()); }));
  });
  BOOST_TEST(text.find("inside the body") != text.npos);
}

BOOST_AUTO_TEST_CASE(it_reduces_over_any_communicator) {
  auto const half = dlp::communicator().split(me() % 2);
  auto const sum = dlp::all_reduce(double(me()), plus, {.comm = half});
  auto right = 0.0;
  for (auto r = me() % 2; r < ranks(); r += 2) right += r;
  BOOST_TEST(sum == right);
}

// contract: M4
BOOST_AUTO_TEST_CASE(of_what_is_large_there_are_a_few_parts_on_their_way) {
  auto mine = std::vector<double>(8'000'000, 1.0);
  auto const before = dlp_test::most_memory_taken();
  auto const sum = dlp::reduce(std::move(mine), plus);
  if (sum) BOOST_TEST(sum->back() == ranks());
  if (!dlp_test::memory_is_the_programs_own) return;
  BOOST_TEST(dlp_test::most_memory_taken() - before < 32'000);  // kB, of 64,000 for a value
}

namespace {
using huge = dlp_test::huge_without_empty_value;
auto sum_of(huge const& a, huge const& b) -> huge { return huge(a.rank + b.rank); }
}  // namespace

// contract: M4
BOOST_AUTO_TEST_CASE(a_value_and_a_part_may_be_larger_than_a_stack) {
  auto const mine = std::make_unique<huge>(me());
  auto of_ranks = 0;
  for (auto r = 0; r != ranks(); ++r) of_ranks += r;

  using result = std::optional<huge>;
  auto const one = std::unique_ptr<result>(new result(dlp::reduce(*mine, sum_of)));
  BOOST_TEST(one->has_value() == (me() == 0));
  if (me() == 0) BOOST_TEST((*one)->rank == of_ranks);
  auto const all = std::unique_ptr<huge>(new huge(dlp::all_reduce(*mine, sum_of)));
  BOOST_TEST(all->rank == of_ranks);

  BOOST_TEST(dlp::all_reduce(std::vector<huge>(2, *mine), sum_of)[1].rank == of_ranks);
  auto named = std::map<std::string, huge>();
  named.emplace("a", me());
  BOOST_TEST(dlp::all_reduce(std::move(named), sum_of).at("a").rank == of_ranks);
}

BOOST_AUTO_TEST_SUITE_END()
