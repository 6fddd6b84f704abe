// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/gathered_map.hpp>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <boost/serialization/string.hpp>
#include <boost/serialization/utility.hpp>
#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

#include "../comm/everywhere.hpp"
#include "../support/hard_values.hpp"
#include "../support/memory_taken.hpp"
#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(gathered_map_test)

namespace {

auto const world = boost::mpi::communicator();

template <class Map>
auto complaint(Map& map) -> std::string {
  try {
    static_cast<void>(map.gather());
  } catch (dlp::usage_error const& thrown) {
    return thrown.what();
  }
  return "none";
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_root_gets_what_every_rank_wrote) {
  auto map = dlp::gathered_map<std::string, int>();
  auto const me = std::to_string(world.rank());
  map.insert("rank " + me, world.rank());
  map["twice " + me] = 2 * world.rank();
  auto const all = map.gather();
  BOOST_TEST(all.size() == (world.rank() == 0 ? 2u * static_cast<unsigned>(world.size()) : 0u));
  for (auto r = 0; world.rank() == 0 && r != world.size(); ++r) {
    BOOST_TEST(all.at("rank " + std::to_string(r)) == r);
    BOOST_TEST(all.at("twice " + std::to_string(r)) == 2 * r);
  }
}

// contract: M7
BOOST_AUTO_TEST_CASE(a_key_written_twice_is_an_error_on_every_rank_that_names_key_and_ranks) {
  auto map = dlp::gathered_map<std::string, int>();
  auto const last = world.size() - 1;
  if (world.rank() == 0) map["alpha"] = 1;
  if (world.rank() == last) map["alpha"] = 1;
  auto const text = complaint(map);
  BOOST_TEST(text.find("\"alpha\"") != text.npos);
  BOOST_TEST(text.find("ranks 0 and " + std::to_string(last)) != text.npos);

  auto pairs = dlp::gathered_map<std::pair<int, int>, int>();
  if (world.rank() == 0) pairs.insert({1, 2}, 3);
  if (world.rank() == 0) pairs.insert({1, 2}, 4);
  BOOST_TEST(complaint(pairs).find("std::pair<int, int>") != text.npos);
  BOOST_TEST(complaint(pairs) == "none");  // it has been emptied
}

BOOST_AUTO_TEST_CASE(with_an_operation_every_further_write_is_merged) {
  auto counts = dlp::gathered_map<std::string, long>(std::plus<>());
  auto const ranks = world.size();
  for (auto round = 0; round != 2; ++round) {  // it is empty after the first
    for (auto const* word : {"a", "b", "a"}) ++counts[word];
    counts["a"]++;
    counts["mine " + std::to_string(world.rank())] += world.rank();
    counts.merge("a", 10);
    counts["b"] = 5;
    auto const all = counts.gather({.root = ranks - 1});
    auto right = std::map<std::string, long>();
    if (world.rank() == ranks - 1) right = {{"a", 13L * ranks}, {"b", 6L * ranks}};
    for (auto r = 0; r != ranks && !right.empty(); ++r) right["mine " + std::to_string(r)] = r;
    BOOST_TEST((all == right));
  }
}

BOOST_AUTO_TEST_CASE(what_is_merged_is_in_the_order_of_the_ranks_and_of_any_type) {
  auto texts = dlp::gathered_map<int, std::string>(std::plus<std::string>());
  texts[7] += std::to_string(world.rank()) + "<";
  texts[7] += ">";
  auto best = dlp::gathered_map<int, double>(std::ranges::max);
  best.merge(1, -world.rank());
  best[1] = -0.5 - world.rank();
  auto sums = dlp::gathered_map<int, std::vector<short>>(std::plus<>());
  sums[1] += {1, static_cast<short>(world.rank())};
  auto shorts = dlp::gathered_map<bool, short>(std::plus<>());
  ++shorts[true];

  auto text = std::string();
  auto of_ranks = 0;
  for (auto r = 0; r != world.size(); ++r, of_ranks += r) text += std::to_string(r) + "<>";
  of_ranks -= world.size();
  auto const all = std::tuple(texts.gather(), best.gather(), sums.gather(), shorts.gather());
  if (world.rank() != 0) return;
  BOOST_TEST(std::get<0>(all).at(7) == text);
  BOOST_TEST(std::get<1>(all).at(1) == 0.0);
  BOOST_TEST(std::get<2>(all).at(1)[0] == world.size());
  BOOST_TEST(std::get<2>(all).at(1)[1] == of_ranks);
  BOOST_TEST(std::get<3>(all).at(true) == world.size());
}

// contract: M7
BOOST_AUTO_TEST_CASE(a_map_with_an_operation_takes_memory_by_keys) {
  if (!dlp_test::memory_is_the_programs_own) return;
  auto counts = dlp::gathered_map<int, long>(std::plus<>());
  auto const before = dlp_test::memory_taken();
  for (auto i = 0; i != 2'000'000; ++i) ++counts[i % 100];
  BOOST_TEST(dlp_test::memory_taken() - before < 4'000);
  auto const all = counts.gather();
  if (world.rank() == 0) BOOST_TEST(all.at(99) == 20'000L * world.size());
}

// contract: M4
BOOST_AUTO_TEST_CASE(a_value_may_be_larger_than_a_stack) {
  using dlp_test::huge;
  using number = dlp_test::huge_without_empty_value;
  auto const me = world.rank();
  auto const one = std::make_unique<huge>();
  one->rank = me;
  auto plain = dlp::gathered_map<int, huge>();
  plain[2 * me] = *one;
  plain.insert(2 * me + 1, *one);
  plain.insert(-1 - me, std::move(*one));

  auto const add = [](number const& a, number const& b) { return number(a.rank + b.rank); };
  auto sums = dlp::gathered_map<int, number>(add);
  auto const mine = std::make_unique<number>(me);
  sums.merge(1, *mine);
  sums.merge(1, std::move(*mine));
  sums[1] = *mine;
  auto lists = dlp::gathered_map<int, std::vector<number>>(add);  // element by element
  for (auto round = 0; round != 2; ++round) lists.merge(1, std::vector<number>(1, *mine));

  auto const all = plain.gather();
  auto const sum = sums.gather();
  auto const list = lists.gather();
  if (me != 0) return;
  auto of_ranks = 0;
  for (auto r = 0; r != world.size(); of_ranks += r++) {
    for (auto const key : {2 * r, 2 * r + 1, -1 - r}) BOOST_TEST(all.at(key).rank == r);
  }
  BOOST_TEST(sum.at(1).rank == 3 * of_ranks);
  BOOST_TEST(list.at(1)[0].rank == 2 * of_ranks);
}

// contract: E6
BOOST_AUTO_TEST_CASE(what_the_operation_does_not_do_is_a_usage_error) {
  using dlp_test::text_of;
  auto plain = dlp::gathered_map<int, long>();
  auto largest = dlp::gathered_map<int, long>([](long a, long b) { return std::max(a, b); });
  for (auto const& text : {text_of<dlp::usage_error>([&] { plain[1] += 1; }),
                           text_of<dlp::usage_error>([&] { ++plain[1]; }),
                           text_of<dlp::usage_error>([&] { plain.merge(1, 1); })}) {
    BOOST_TEST(text.find("needs an operation") != text.npos);
  }
  for (auto const& text : {text_of<dlp::usage_error>([&] { largest[1] += 1; }),
                           text_of<dlp::usage_error>([&] { largest[1]++; })}) {
    BOOST_TEST(text.find("map.merge(key, value)") != text.npos);
  }
  BOOST_TEST(plain.gather().empty());
}

// contract: E1 E4
BOOST_AUTO_TEST_CASE(what_goes_wrong_while_merging_is_told_on_every_rank) {
  if (world.size() == 1) return;
  auto once = dlp::gathered_map<int, int>(
      [](int, int) -> int { throw std::runtime_error("there was one"); });
  once[1] = 2;
  auto const text = dlp_test::text_of<dlp::task_error>([&] { static_cast<void>(once.gather()); });
  BOOST_TEST(dlp_test::same_on_all_ranks(text));
  BOOST_TEST(text.find("there was one") != text.npos);

  auto rows = dlp::gathered_map<int, std::vector<int>>(std::plus<>());
  rows[1] += std::vector<int>(world.rank() == 0 ? 2 : 3);
  BOOST_CHECK_THROW(static_cast<void>(rows.gather()), dlp::collective_error);

  auto sums = dlp::gathered_map<int, int>(std::plus<>());
  auto products = dlp::gathered_map<int, int>(std::multiplies<>());
  auto& mine = world.rank() == 0 ? sums : products;
  BOOST_CHECK_THROW(static_cast<void>(mine.gather()), dlp::disagreement);
}

BOOST_AUTO_TEST_SUITE_END()
