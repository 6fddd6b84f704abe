// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/batches_state.hpp>

#include <map>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

#include "../support/tally.hpp"
#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(batches_state_test)

using dlp_test::spelled;
using namespace dlp::detail;

namespace {

auto run_of(std::uint64_t seed, std::vector<dlp::index_t> const& batches) {
  auto run = accumulated_run<spelled>{.seeds = {.seed = seed}, .batch_size = 10};
  for (auto const batch : batches) run.values.put(batch, {std::to_string(batch)});
  return run;
}

auto text_of(batch_values<spelled> const& values) {
  return values.total().value_or(spelled{"nothing"}).text;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_part_is_in_the_total_and_is_no_node) {
  auto run = run_of(42, {2, 0, 1});
  BOOST_TEST(text_of(run.values) == "((0|1)|2)");
  run.values.put_part(3, 4, {"part"});
  BOOST_TEST(text_of(run.values) == "((0|1)|(2|part))");
  BOOST_TEST(run.values.whole().size() == 2U);
  BOOST_TEST(trajectories_in(run.done()) == 34U);
  run.values.put_part(3, 6, {"larger"});
  BOOST_TEST(text_of(run.values) == "((0|1)|(2|larger))");
  run.values.put(3, {"3"});
  BOOST_TEST(text_of(run.values) == "((0|1)|(2|3))");
  BOOST_TEST(trajectories_in(run.done()) == 40U);
  BOOST_TEST(run.done().parts.empty());
}

BOOST_AUTO_TEST_CASE(what_others_have_takes_the_place_of_parts) {
  auto mine = run_of(42, {0});
  mine.values.put_part(2, 4, {"part"});
  mine.values.put_part(3, 4, {"part"});
  mine.values.put_part(5, 4, {"other"});
  auto theirs = run_of(42, {2, 3});
  theirs.values.put_part(6, 1, {"theirs"});
  mine.values.put(theirs.values);
  BOOST_TEST(text_of(mine.values) == "(((0|(2|3))|other)|theirs)");
  BOOST_TEST((mine.done().parts == std::map<dlp::index_t, dlp::index_t>{{5, 4}, {6, 1}}));
}

BOOST_AUTO_TEST_CASE(batches_are_in_blocks_where_none_is_missing_before_the_end_of_one) {
  auto const in_fours = [](std::vector<dlp::index_t> const& batches) {
    return run_of(42, batches).values.is_in_blocks_of(4);
  };
  BOOST_TEST((in_fours({}) && in_fours({0, 1, 2, 3}) && in_fours({0, 1, 2, 3, 4, 5, 6, 7})));
  BOOST_TEST((!in_fours({0, 1, 2}) && !in_fours({0, 1, 2, 3, 4, 5})));
  BOOST_TEST((!in_fours({0, 1, 3, 4}) && !in_fours({1, 2, 3, 4}) && !in_fours({0, 1, 2, 7})));
  auto with_part = run_of(42, {0, 1, 2, 3}).values;
  with_part.put_part(4, 7, {"part"});
  BOOST_TEST(!with_part.is_in_blocks_of(4));
}

BOOST_AUTO_TEST_CASE(it_comes_back_from_bytes_as_it_was) {
  auto state = batches_state<spelled>{.empty = {"empty"}};
  BOOST_TEST(state.total().text == "empty");
  state.runs = {run_of(7, {0, 1, 2, 5}), run_of(8, {0})};
  state.runs[0].values.put_part(6, 3, {"part"});
  auto packed = dlp::bytes();
  state.pack_to(packed);
  auto from = byte_reader(packed);
  auto const back = batches_state<spelled>::unpacked(from);
  BOOST_TEST(from.done());
  BOOST_TEST(back.empty.text == "empty");
  BOOST_TEST(back.total().text == "(((((0|1)|2)|5)|part)|0)");
  BOOST_TEST(back.total().text == state.total().text);
  BOOST_TEST(back.trajectories() == 53U);
  BOOST_TEST(back.runs[0].done().whole.size() == 3U);
}

BOOST_AUTO_TEST_CASE(bytes_that_no_run_has_written_are_damaged) {
  using nodes = std::vector<std::pair<dlp::index_t, std::uint64_t>>;  // where, and the level
  auto const is_read = [](nodes const& whole, dlp::index_t batch_size, dlp::index_t size_of_part) {
    auto packed = dlp::bytes();
    pack_sized(packed, spelled());
    append(packed, std::uint64_t{1});
    append(packed, trajectory_seeds{.seed = 42});
    append(packed, batch_size);
    append(packed, std::uint64_t{whole.size()});
    for (auto const& [first, level] : whole) {
      append(packed, first);
      append(packed, level);
      pack_sized(packed, spelled{"node"});
    }
    append(packed, std::uint64_t{1});
    append(packed, dlp::index_t{7});
    append(packed, size_of_part);
    pack_sized(packed, spelled{"part"});
    auto from = byte_reader(packed);
    return dlp_test::text_of<dlp::error>([&] { return batches_state<spelled>::unpacked(from); }) ==
           "";
  };
  BOOST_TEST(is_read({{0, 2}, {4, 1}}, 10, 9));
  BOOST_TEST(!is_read({{0, 2}, {4, 1}}, 0, 9));
  BOOST_TEST(!is_read({{0, 2}, {4, 1}}, 10, 10));
  BOOST_TEST(!is_read({{0, 3}}, 10, 9));          // the part is in it
  BOOST_TEST(!is_read({{0, 2}, {2, 1}}, 10, 9));  // they overlap
  BOOST_TEST(!is_read({{4, 1}, {0, 2}}, 10, 9));  // they are not in order
  BOOST_TEST(!is_read({{0, 2}, {5, 1}}, 10, 9));  // no node begins there
  BOOST_TEST(!is_read({{0, 63}}, 10, 9));
  BOOST_TEST(!is_read({{0, 64}}, 10, 9));
  BOOST_TEST(!is_read({{~dlp::index_t{0}, 0}}, 10, 9));
}

BOOST_AUTO_TEST_CASE(results_are_merged_by_their_seeds) {
  auto const of = [](accumulated_run<spelled> run) {
    return batches_state<spelled>{.empty = {}, .runs = {std::move(run)}};
  };
  auto const a = of(run_of(7, {0, 1}));
  auto const b = of(run_of(8, {5}));
  auto const c = of(run_of(7, {2, 3}));
  for (auto const& all :
       {merged(merged(a, b), c), merged(c, merged(b, a)), merged(b, merged(c, a))})
    BOOST_TEST(all.total().text == "(((0|1)|(2|3))|5)");
  BOOST_CHECK_THROW(static_cast<void>(merged(merged(a, b), b)), dlp::usage_error);
  auto list = accumulated_run<spelled>{.seeds = {.list = {3, 9}}, .batch_size = 10};
  list.values.put_part(0, 2, {"list"});
  for (auto const& all : {merged(a, of(list)), merged(of(list), a)})
    BOOST_TEST(all.total().text == "(list|(0|1))");
}

BOOST_AUTO_TEST_SUITE_END()
