// SPDX-License-Identifier: BSL-1.0
#include <dlp/schedule/schedule.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

#include "../support/every.hpp"
#include "simulate.hpp"

BOOST_AUTO_TEST_SUITE(schedule_test)

namespace {

constexpr auto largest = std::numeric_limits<dlp::index_t>::max();

auto all_rules() -> std::vector<dlp::schedule> {
  auto rules = dlp_test::every<dlp::schedule>();
  for (auto const chunk :
       {dlp::index_t{2}, dlp::index_t{5}, dlp::index_t{64}, dlp::index_t{5000}, largest}) {
    std::ranges::copy(dlp_test::every_with<dlp::schedule>(chunk), std::back_inserter(rules));
  }
  return rules;
}

auto refusal_of(dlp::schedule const& rule) -> std::string {
  try {
    dlp::detail::require_chunk(rule);
  } catch (dlp::usage_error const& thrown) {
    return thrown.what();
  }
  return "";
}

}  // namespace

// contract: S1 S9
BOOST_AUTO_TEST_CASE(every_rule_hands_out_every_index_once) {
  for (auto const& rule : all_rules()) {
    for (auto const total : dlp_test::totals) {
      for (auto workers = dlp::index_t{1}; workers <= dlp_test::most_workers; ++workers) {
        BOOST_TEST_CONTEXT(to_string(rule) << ", " << total << " examples, " << workers) {
          auto all = dlp::index_range{0, total};
          auto handed_out = std::vector<int>(total);
          for (auto const size : dlp_test::chunks_of(rule, total, workers)) {
            BOOST_REQUIRE(size >= 1);
            BOOST_REQUIRE(size <= all.size());
            auto const chunk = all.take_front(size);
            for (auto i = chunk.first; i != chunk.last; ++i) ++handed_out[i];
          }
          BOOST_TEST(std::ranges::count(handed_out, 1) == static_cast<std::ptrdiff_t>(total));
        }
      }
    }
  }
}

// contract: S9
BOOST_AUTO_TEST_CASE(shrinking_chunks_reach_the_end_of_2_to_the_40_examples) {
  constexpr auto total = dlp::index_t{1} << 40;
  for (auto const& rule : {dlp::schedule(dlp::guided{}), dlp::schedule(dlp::factoring{})}) {
    auto const sizes = dlp_test::chunks_of(rule, total, 1024);
    auto sum = dlp::index_t{0};
    for (auto const size : sizes) sum += size;
    BOOST_TEST(sum == total);
    BOOST_TEST(sizes.front() > std::numeric_limits<std::uint32_t>::max() / 16);
    BOOST_TEST(sizes.size() < 50'000U);
  }
}

BOOST_AUTO_TEST_CASE(a_chunk_is_no_larger_than_what_remains) {
  for (auto const& rule : all_rules()) {
    BOOST_TEST(dlp::next_chunk(rule, {100, 1, 3, 4}) == 1U);
    BOOST_TEST(dlp::next_chunk(rule, {100, 3, 3, 4}) <= 3U);
  }
}

BOOST_AUTO_TEST_CASE(without_a_total_every_rule_gives_its_own_chunk) {
  for (auto const chunk : {dlp::index_t{1}, dlp::index_t{5}, dlp::index_t{5000}}) {
    for (auto const handed_out : {dlp::index_t{0}, dlp::index_t{1}, dlp::index_t{1'000'000}}) {
      auto const unknown = dlp::loop_progress{{}, 0, handed_out, 3};
      BOOST_TEST(dlp::next_chunk(dlp::fixed{chunk}, unknown) == chunk);
      BOOST_TEST(dlp::next_chunk(dlp::guided{chunk}, unknown) == chunk);
      BOOST_TEST(dlp::next_chunk(dlp::factoring{chunk}, unknown) == chunk);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_rule_in_words_is_what_was_typed) {
  BOOST_TEST(to_string(dlp::schedule(dlp::fixed{3})) == "fixed{3}");
  BOOST_TEST(to_string(dlp::schedule(dlp::guided{.min_chunk = 4})) == "guided{4}");
  BOOST_TEST(to_string(dlp::schedule(dlp::factoring{})) == "factoring{1}");
}

// contract: E6
BOOST_AUTO_TEST_CASE(a_chunk_of_0_is_refused_by_its_name) {
  for (auto const& rule : dlp_test::every_with<dlp::schedule>(0)) {
    BOOST_TEST(refusal_of(rule) ==
               "dlp: schedule " + to_string(rule) + ": a chunk has at least 1 index");
  }
  for (auto const& rule : all_rules()) BOOST_TEST(refusal_of(rule) == "");
}

// What ranks compare is the words.
//
// contract: E4
BOOST_AUTO_TEST_CASE(no_two_rules_nor_two_chunks_of_one_have_the_same_words) {
  auto const chunks = std::vector<dlp::index_t>{0, 1, 4};
  auto words = std::set<std::string>();
  auto rules = std::size_t{0};
  for (auto const chunk : chunks) {
    for (auto const& rule : dlp_test::every_with<dlp::schedule>(chunk)) {
      words.insert(to_string(rule));
      ++rules;
    }
  }
  words.insert(to_string(dlp::schedule(dlp::adaptive{})));
  BOOST_TEST(rules == chunks.size() * (std::variant_size_v<dlp::schedule> - 1));
  BOOST_TEST(words.size() == rules + 1);
  BOOST_TEST(words.contains("trapezoid{4}"));
}

BOOST_AUTO_TEST_SUITE_END()
