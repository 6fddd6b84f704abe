// SPDX-License-Identifier: BSL-1.0
//
// Loops that follow each other. A rank may be loops ahead of another: what was sent for a loop that
// its receiver has left must not disturb a later one, and what was sent too early must not be lost.
#include <dlp/dispatch/managed_loop.hpp>

#include <boost/test/unit_test.hpp>
#include <vector>

#include <dispatch/progress/observer.hpp>

#include "scenario.hpp"

BOOST_AUTO_TEST_SUITE(many_loops_test)

using namespace dlp_test;

namespace {

template <class Tell>
void play_in_a_row(std::uint64_t seeds, std::size_t loops, Tell tell) {
  for_each_seed(seeds, [&](std::uint64_t seed) {
    auto teller = story_teller(seed);
    auto const ranks = teller.ranks();
    auto stories = std::vector<scenario>();
    while (stories.size() != loops) stories.push_back(tell(teller, ranks));
    play(stories, teller.options());
  });
}

}  // namespace

// contract: S1 S7 S10 M2 E1 E4
BOOST_AUTO_TEST_CASE(loops_of_all_kinds_in_a_row_do_not_disturb_each_other) {
  play_in_a_row(60, 50, [](auto& teller, int ranks) { return teller.any(ranks); });
}

// contract: S7 S10
BOOST_AUTO_TEST_CASE(a_rank_that_always_leaves_may_run_far_ahead) {
  play_in_a_row(50, 50, [](auto& teller, int ranks) { return teller.left_by_all(ranks); });
}

// contract: M2 S10
BOOST_AUTO_TEST_CASE(a_root_that_always_leaves_may_run_far_ahead) {
  play_in_a_row(50, 50, [](auto& teller, int ranks) { return teller.quit_by_root(ranks); });
}

// contract: E4 S10
BOOST_AUTO_TEST_CASE(ranks_that_disagreed_agree_again) {
  auto turn = 0;
  play_in_a_row(50, 50, [&](auto& teller, int ranks) {
    return turn++ % 2 == 0 ? teller.disagreed(ranks) : teller.complete(ranks);
  });
}

// A rank that leaves is in the next loop, which another rank manages, before the manager of this
// one knows: the two must not meet in what the rank keeps for them.
//
// contract: S1 S7 S10
BOOST_AUTO_TEST_CASE(loops_with_one_root_after_the_other_do_not_disturb_each_other) {
  for_each_seed(60, [](std::uint64_t seed) {
    auto teller = story_teller(seed);
    auto const ranks = 3 + static_cast<int>(seed % 3);
    auto stories = std::vector<scenario>();
    for (auto loop = 0; loop != 30; ++loop) {
      auto told = teller.of_size(40, teller.leaving(ranks, false));
      told.terms.schedule = dlp::fixed{4};
      told.terms.root = loop % ranks;
      stories.push_back(told);
    }
    auto options = teller.options();
    options.shared = nodes::one;
    play(stories, options);
  });
}

BOOST_AUTO_TEST_SUITE_END()
