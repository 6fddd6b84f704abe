// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/options.hpp>

#include <type_traits>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(options_test)

static_assert(std::is_aggregate_v<dlp::managed_options> && std::is_aggregate_v<dlp::map_options> &&
              std::is_aggregate_v<dlp::split_options> &&
              std::is_aggregate_v<dlp::collective_options>);

BOOST_AUTO_TEST_CASE(all_options_can_be_named_in_the_order_of_their_declaration) {
  auto const options = dlp::managed_options{.schedule = dlp::guided{.min_chunk = 4},
                                            .cost = [](dlp::index_t) { return 6.0; },
                                            .stop = {},
                                            .progress = true,
                                            .label = "x",
                                            .report = true,
                                            .on_error = dlp::retry{.times = 2},
                                            .root = 2,
                                            .comm = {}};
  BOOST_TEST(std::get<dlp::guided>(options.schedule).min_chunk == 4u);
  BOOST_TEST(options.cost(3) == 6.0);
  BOOST_TEST(std::get<dlp::retry>(options.on_error).times == 2u);
  BOOST_TEST(options.root == 2);
}

BOOST_AUTO_TEST_CASE(the_options_of_a_map_are_those_of_a_managed_loop_and_one_more) {
  auto const of_map = dlp::map_options{.schedule = dlp::fixed{3},
                                       .cost = [](dlp::index_t) { return 6.0; },
                                       .progress = true,
                                       .label = "x",
                                       .report = true,
                                       .on_error = dlp::retry{.times = 2},
                                       .survive = dlp::survive{},
                                       .everywhere = true,
                                       .root = 2};
  auto const same = [&](auto const& options) {
    return std::get<dlp::fixed>(options.schedule).chunk == 3u && options.cost(0) == 6.0 &&
           options.progress && options.label == "x" && options.report &&
           std::get<dlp::retry>(options.on_error).times == 2u && options.survive &&
           options.root == 2 && options.where.line() == of_map.where.line();
  };
  static_assert(!std::is_convertible_v<dlp::map_options, dlp::managed_options>);
  auto const of_loop = dlp::managed_options(of_map);
  BOOST_TEST(same(of_loop));
  dlp::map_options const back = of_loop;
  BOOST_TEST(same(back));
  BOOST_TEST(!back.everywhere);
}

BOOST_AUTO_TEST_CASE(what_is_not_said_is_the_world_with_rank_0_as_the_root_and_no_meter) {
  auto const options = dlp::managed_options();
  BOOST_TEST(std::holds_alternative<dlp::adaptive>(options.schedule));
  BOOST_TEST(std::holds_alternative<dlp::stop>(options.on_error));
  BOOST_TEST(!options.cost);
  BOOST_TEST(options.root == 0);
  BOOST_TEST(!options.progress);
  BOOST_TEST(!options.report);
  BOOST_TEST(!options.stop.stop_possible());
  BOOST_TEST((options.comm == dlp::communicator()));
}

BOOST_AUTO_TEST_SUITE_END()
