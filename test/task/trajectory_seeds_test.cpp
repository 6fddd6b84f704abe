// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/trajectory_seeds.hpp>

#include <cstdint>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(trajectory_seeds_test)

using dlp::detail::append_seeds;
using dlp::detail::trajectory_seeds;
using numbers = std::vector<std::uint64_t>;

BOOST_AUTO_TEST_CASE(a_trajectory_has_the_seed_of_all_or_its_own) {
  auto const one = trajectory_seeds{.seed = 42};
  BOOST_TEST((one.seed_of(7) == 42 && one.stream_index_of(7) == 7));
  BOOST_TEST(to_string(one) == "seed 42");
  auto const each = trajectory_seeds{.list = {5, 3}};
  BOOST_TEST((each.seed_of(1) == 3 && each.stream_index_of(1) == 0));
  BOOST_TEST(to_string(each) == "2 seeds from 5");
}

BOOST_AUTO_TEST_CASE(no_seed_is_there_twice) {
  auto list = numbers{5, 3};
  append_seeds(list, {9, 4});
  BOOST_TEST(list == (numbers{5, 3, 9, 4}));
  for (auto const& wrong : {numbers{1, 2, 1}, numbers{8, 1, 3}}) {
    BOOST_TEST(dlp_test::contains(
        dlp_test::text_of<dlp::usage_error>([&] { append_seeds(list, wrong); }), "is there twice"));
  }
  BOOST_TEST(list == (numbers{5, 3, 9, 4}));
}

BOOST_AUTO_TEST_CASE(what_two_have_in_common_is_named) {
  using dlp::detail::common_seed;
  auto const one = trajectory_seeds{.seed = 4};
  auto const list = trajectory_seeds{.list = {9, 4}};
  BOOST_TEST(common_seed(one, {.seed = 5}) == "");
  BOOST_TEST(common_seed(one, one) == "4");
  BOOST_TEST(common_seed(one, list) == "4");
  BOOST_TEST(common_seed(list, one) == "4");
  BOOST_TEST(common_seed(list, {.seed = 5}) == "");
  BOOST_TEST(common_seed(list, {.list = {7, 9, 1}}) == "9");
  BOOST_TEST(common_seed(list, {.list = {7, 8}}) == "");
}

BOOST_AUTO_TEST_CASE(they_come_back_from_bytes_and_a_cut_list_is_refused) {
  for (auto const& seeds : {trajectory_seeds{.seed = ~std::uint64_t{0}},
                            trajectory_seeds{.list = {1, (std::uint64_t{1} << 53U) + 1}}}) {
    auto packed = dlp::bytes();
    append(packed, seeds);
    auto from = dlp::detail::byte_reader(packed);
    BOOST_TEST((dlp::detail::take_seeds(from) == seeds));
    BOOST_TEST(from.done());
    packed.pop_back();
    BOOST_CHECK_THROW(
        [&] {
          auto cut = dlp::detail::byte_reader(packed);
          return dlp::detail::take_seeds(cut);
        }(),
        dlp::error);
  }
}

BOOST_AUTO_TEST_SUITE_END()
