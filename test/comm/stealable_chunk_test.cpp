// SPDX-License-Identifier: BSL-1.0
#include <comm/wire/stealable_chunk.hpp>

#include <algorithm>
#include <atomic>
#include <functional>
#include <thread>
#include <type_traits>
#include <vector>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(stealable_chunk_test)

using dlp::index_range;
using dlp::index_t;
using dlp::detail::stealable_chunk;

static_assert(sizeof(stealable_chunk) == 64, "neighbours do not share a cache line");
static_assert(std::is_trivially_destructible_v<stealable_chunk>, "its memory just goes");

namespace {

/// What a stealable_chunk should do, said in two plain numbers.
struct model {
  index_t begun = 0;
  index_t limit = 0;

  auto begin(index_t most) -> index_t { return begun += std::min(most, limit - begun); }
  auto take_back(index_t leave) -> index_range {
    auto const before = limit;
    limit -= std::max(limit - begun, leave) - leave;
    return {limit, before};
  }
};

/// Tries every sequence of so many further steps after those in `steps`.
void try_all(index_t length,
             std::vector<std::function<bool(stealable_chunk&, model&)>> const& possible,
             std::vector<std::size_t>& steps, std::size_t further, int& tried) {
  if (further == 0) {
    auto real = stealable_chunk();
    real.lay(length);
    auto expected = model{0, length};
    auto good = real.rest() == length;
    for (auto const step : steps) {
      good = good && possible[step](real, expected);
      good = good && real.rest() == expected.limit - expected.begun;
      good = good && real.is_begun() == (expected.begun != 0);
    }
    BOOST_TEST(good, "length " << length << ", steps " << steps[0] << steps[1] << steps[2]);
    ++tried;
    return;
  }
  for (auto step = std::size_t{0}; step != possible.size(); ++step) {
    steps.push_back(step);
    try_all(length, possible, steps, further - 1, tried);
    steps.pop_back();
  }
}

}  // namespace

BOOST_AUTO_TEST_CASE(nothing_is_staked_at_first) {
  auto one = stealable_chunk();
  BOOST_TEST(one.rest() == 0u);
  BOOST_TEST(one.begin(5) == 0u);
  BOOST_TEST(one.take_back(0).empty());
}

BOOST_AUTO_TEST_CASE(any_five_steps_give_what_two_plain_numbers_give) {
  auto const begin = [](index_t most) {
    return [most](stealable_chunk& real, model& expected) {
      return real.begin(most) == expected.begin(most);
    };
  };
  auto const take_back = [](index_t leave) {
    return [leave](stealable_chunk& real, model& expected) {
      return real.take_back(leave) == expected.take_back(leave);
    };
  };
  auto const possible = std::vector<std::function<bool(stealable_chunk&, model&)>>{
      begin(1), begin(2), begin(100), take_back(0), take_back(1), take_back(3)};
  auto tried = 0;
  auto steps = std::vector<std::size_t>();
  for (auto length = index_t{0}; length != 7; ++length) {
    try_all(length, possible, steps, 5, tried);
  }
  BOOST_TEST(tried == 7 * 6 * 6 * 6 * 6 * 6);
}

BOOST_AUTO_TEST_CASE(what_was_laid_before_is_forgotten) {
  auto one = stealable_chunk();
  one.lay(10);
  one.begin(7);
  one.lay(4);
  BOOST_TEST(one.rest() == 4u);
  BOOST_TEST(one.begin(1) == 1u);
  BOOST_TEST((one.take_back(1) == index_range{2, 4}));
}

BOOST_AUTO_TEST_CASE(the_longest_chunk_fits_and_no_number_runs_into_the_other) {
  auto one = stealable_chunk();
  one.lay(stealable_chunk::longest);
  BOOST_TEST(one.begin(stealable_chunk::longest - 1) == stealable_chunk::longest - 1);
  BOOST_TEST(one.rest() == 1u);
  BOOST_TEST(one.begin(~index_t{0}) == stealable_chunk::longest);
  BOOST_TEST(one.begin(1) == stealable_chunk::longest);
  BOOST_TEST(one.take_back(0).empty());

  one.lay(stealable_chunk::longest);
  BOOST_TEST((one.take_back(~index_t{0}).empty()));
  BOOST_TEST((one.take_back(0) == index_range{0, stealable_chunk::longest}));
  BOOST_TEST(one.begin(1) == 0u);
}

// contract: S1
BOOST_AUTO_TEST_CASE(of_two_threads_each_index_is_begun_by_one_or_taken_back_by_the_other) {
  constexpr auto length = index_t{100'000};
  for (auto round = 0; round != 50; ++round) {
    auto one = stealable_chunk();
    one.lay(length);
    auto begun = one.begin(1);
    auto one_is_taken = std::atomic<bool>(false);  // so both have a part, on one core as well
    auto worker = std::thread([&] {
      while (!one_is_taken) std::this_thread::yield();
      for (auto most = index_t{1}; one.rest() != 0; most = most % 3 + 1) {
        auto const end = one.begin(most);
        if (end < begun || end > begun + most) break;  // some are lost, and more would be
        begun = end;
      }
    });
    auto limit = length;
    for (auto take = index_t{1}; one.rest() != 0; take = take % 3 + 1) {
      auto const rest = one.rest();
      auto const taken = one.take_back(rest - std::min(rest, take));
      if (taken.last != limit) break;
      limit = taken.first;
      one_is_taken = true;
    }
    worker.join();
    BOOST_TEST(begun == limit);
    BOOST_TEST(one.rest() == 0u);
    BOOST_TEST(limit < length);
  }
}

BOOST_AUTO_TEST_SUITE_END()
