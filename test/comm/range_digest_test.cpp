// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/range_digest.hpp>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

#include "../support/loopback.hpp"

BOOST_AUTO_TEST_SUITE(range_digest_test)

using dlp::index_range;
using dlp::index_t;
using dlp::detail::compare_ranges;
using dlp::detail::range_digest;

namespace {

using examples = std::vector<std::uint64_t>;

auto digest_of_all(examples const& xs, bool ended = true) -> range_digest {
  auto seen = range_digest();
  for (auto const x : xs) seen.add(x);
  if (ended) seen.end();
  return seen;
}

auto numbers(index_t n) -> examples {
  auto xs = examples(n);
  for (auto i = index_t{0}; i != n; ++i) xs[i] = i % 7;
  return xs;
}

/// What every rank says of ranges that are such as `of(rank)`; empty where they agree.
auto said_of(int ranks, std::function<examples(int)> const& of, bool ended = true) -> std::string {
  auto said = std::set<std::string>();
  dlp_test::run_ranks_well(ranks, {}, [&](dlp::detail::context& talk) {
    auto const mine = of(talk.rank());
    auto text = std::string();
    try {
      compare_ranges({.talk = &talk, .name = "loop", .root = ranks - 1}, digest_of_all(mine, ended),
                     [&](index_range wanted) {
                       auto const at = [&](index_t i) {
                         return mine.begin() + static_cast<std::ptrdiff_t>(i);
                       };
                       return examples(at(wanted.first), at(wanted.last));
                     });
    } catch (dlp::disagreement const& thrown) {
      text = thrown.what();
    }
    said.insert(text);
  });
  BOOST_TEST(said.size() == 1u);
  return *said.begin();
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_digest_is_of_all_examples_in_their_order) {
  for (auto const n : {1U, 2U, 64U, 65U, 127U, 128U, 1000U, 100'000U}) {
    auto xs = numbers(n);
    auto const whole = digest_of_all(xs).whole();
    BOOST_TEST(digest_of_all(xs).whole() == whole);
    BOOST_TEST(digest_of_all(xs, false).whole() != whole);
    xs.back() += 1;
    BOOST_TEST(digest_of_all(xs).whole() != whole);
    xs.back() -= 1;
    if (n == 1) continue;
    std::swap(xs[n / 2], xs[n / 2 - 1]);
    BOOST_TEST(digest_of_all(xs).whole() != whole);
    BOOST_TEST(digest_of_all(xs).count() == n);
  }
  BOOST_TEST(range_digest().whole() == 0u);
}

BOOST_AUTO_TEST_CASE(examples_that_are_added_at_once_are_as_those_added_one_by_one) {
  auto const in_view = [](examples::const_iterator at) { return *at; };
  for (auto const n : {0U, 1U, 63U, 64U, 65U, 1000U, 100'000U}) {
    auto const xs = numbers(n);
    auto const one_by_one = digest_of_all(xs, false).whole();
    for (auto const first : {index_t{0}, index_t{1}, index_t{n / 2}, index_t{n}}) {
      auto seen = range_digest();
      auto at = xs.begin();
      seen.add_all(at, xs.end(), first, in_view);
      BOOST_TEST(seen.count() == std::min(first, index_t{n}));
      seen.add_all(at, xs.end(), range_digest::most, in_view);
      BOOST_TEST(seen.whole() == one_by_one);
      BOOST_TEST((at == xs.end()));
    }
  }
}

BOOST_AUTO_TEST_CASE(it_looks_no_further_than_2_to_the_24) {
  auto seen = range_digest();
  for (auto i = index_t{0}; i != range_digest::most; ++i) seen.add(i);
  auto const before = seen.whole();
  seen.add(1);
  BOOST_TEST(seen.count() == range_digest::most);
  BOOST_TEST(seen.whole() == before);
}

// contract: E4 E10
BOOST_AUTO_TEST_CASE(every_rank_is_told_the_first_index_that_differs) {
  for (auto const n : {1U, 3U, 64U, 100U, 1000U, 70'000U}) {
    for (auto const at : {0U, n / 3, n - 1}) {
      auto const text = said_of(3, [&](int rank) {
        auto xs = numbers(n);
        if (rank == 1) xs[at] = xs.back() = 99;
        return xs;
      });
      auto const expected = "index " + std::to_string(at) + " is another on rank 1 than on rank 0";
      BOOST_TEST(text.find(expected) != text.npos, n << ": " << text);
    }
    BOOST_TEST(said_of(3, [&](int) { return numbers(n); }) == "");
  }
}

BOOST_AUTO_TEST_CASE(what_some_ranks_have_not_come_to_is_not_compared) {
  auto random = std::minstd_rand(7);
  for (auto round = 0; round != 100; ++round) {
    auto const longest = index_t{1 + random() % 3000};
    auto sizes = std::vector<index_t>(4, longest);
    for (auto& one : sizes) one = random() % (longest + 1);
    auto const at = index_t{random() % longest};
    auto seen_by = 0;
    for (auto const one : sizes) seen_by += one > at;
    auto const odd_sees = sizes[2] > at;
    auto const text = said_of(
        4,
        [&](int rank) {
          auto xs = numbers(sizes[static_cast<std::size_t>(rank)]);
          if (rank == 2 && odd_sees) xs[at] = 99;
          return xs;
        },
        false);
    if (odd_sees && seen_by > 1) {
      BOOST_TEST(text.find("index " + std::to_string(at) + " is another") != text.npos, text);
    } else {
      BOOST_TEST(text == "");
    }
  }
}

BOOST_AUTO_TEST_CASE(a_range_that_ends_before_another_is_told_by_size) {
  auto const of = [](int rank) { return numbers(rank == 1 ? 90 : 100); };
  auto const text = said_of(3, of);
  BOOST_TEST(text.find("rank 1 finds 90 examples, and rank 0 finds 100") != text.npos, text);
}

BOOST_AUTO_TEST_SUITE_END()
