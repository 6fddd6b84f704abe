// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/open_loop.hpp>

#include <chrono>
#include <forward_list>
#include <ranges>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dispatch/ledger/loop_terms.hpp>
#include <dlp/core/error.hpp>

#include "../support/ranges.hpp"
#include "../support/standard_error.hpp"

BOOST_AUTO_TEST_SUITE(open_loop_test)

using namespace std::chrono_literals;
using dlp::detail::open_loop;

namespace {

auto const world = dlp::communicator();

using once = std::ranges::istream_view<int>;  // can be walked only once
using unsized = std::forward_list<int>;
using numbers = std::vector<int>;

/// Those of a loop over a `Base`.
template <class Base>
auto terms_of(dlp::managed_options const& options, dlp::detail::loop_kind const& kind)
    -> dlp::detail::loop_terms {
  return checked_terms(options, kind,
                       {.multi_pass = std::ranges::forward_range<Base>,
                        .sized = std::ranges::sized_range<Base>,
                        .size = {},
                        .compare = {},
                        .fingerprint = {}});
}

/// What is wrong with the options for a loop of that name over a `Base`.
template <class Base>
auto complaint(dlp::managed_options const& options, std::string const& name = "map")
    -> std::string {
  try {
    static_cast<void>(terms_of<Base>(options, {.name = name}));
  } catch (dlp::usage_error const& thrown) {
    return thrown.what();
  }
  return "";
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_terms_are_what_the_options_say) {
  auto const options = dlp::managed_options{.schedule = dlp::guided{2},
                                            .cost = [](dlp::index_t) { return 1.0; },
                                            .on_error = dlp::retry{3},
                                            .survive = dlp::survive{}};
  auto const terms = terms_of<numbers>(options, {.name = "map", .result = "int"});
  BOOST_TEST(terms.name == "map");
  BOOST_TEST(terms.result == "int");
  BOOST_TEST(!terms.size);
  BOOST_TEST(to_string(terms.schedule) == "guided{2}");
  BOOST_TEST(std::get<dlp::retry>(terms.on_error).times == 3u);
  BOOST_TEST(terms.longest_first);
  BOOST_TEST(terms.survive.has_value());
  BOOST_TEST(!terms.single_pass);
  BOOST_TEST(terms.where.line() == options.where.line());
  BOOST_TEST(terms_of<once>({}, {.name = "map"}).single_pass);
}

// contract: E6
BOOST_AUTO_TEST_CASE(what_the_range_cannot_do_is_said_in_the_users_word) {
  auto const cost = dlp::managed_options{.cost = [](dlp::index_t) { return 1.0; }};
  auto const needs_size =
      "dlp: map: cost needs a range that knows its size and can be walked again";
  BOOST_TEST(complaint<numbers>(cost) == "");
  BOOST_TEST(complaint<unsized>(cost) == needs_size);
  BOOST_TEST(complaint<once>(cost) == needs_size);
  auto const retry = dlp::managed_options{.on_error = dlp::retry{1}};
  BOOST_TEST(complaint<unsized>(retry) == "");
  BOOST_TEST(complaint<once>(retry) == "dlp: map: retry needs a range that can be walked again");
  auto const survive = dlp::managed_options{.survive = dlp::survive{}};
  BOOST_TEST(complaint<unsized>(survive) == "");
  BOOST_TEST(complaint<once>(survive) ==
             "dlp: map: survive needs a range that can be walked again");
  BOOST_TEST(complaint<numbers>(survive, "split_shared") ==
             "dlp: split_shared cannot survive the loss of a rank: split_managed can");
}

// contract: E6
BOOST_AUTO_TEST_CASE(options_without_sense_are_refused) {
  BOOST_TEST(complaint<numbers>({.schedule = dlp::factoring{0}}) != "");
  BOOST_TEST(complaint<numbers>({.root = dlp::communicator().size()}) != "");
  BOOST_TEST(complaint<numbers>({.survive = dlp::survive{.patience = -1s}}) != "");
}

BOOST_AUTO_TEST_CASE(a_loop_is_described_by_its_name_its_size_and_its_options) {
  auto xs = numbers(3);
  auto loop = open_loop(xs, {.schedule = dlp::guided{2}}, {.name = "split_managed"});
  BOOST_TEST(loop->words() == "split_managed over 3 examples, schedule guided{2}, root 0");
  while (loop->next()) {
  }

  auto list = unsized(3);
  auto over_list = open_loop(list, {}, {.name = "for_each"});
  BOOST_TEST(over_list->words() ==
             "for_each over an unknown number of examples, schedule adaptive, root 0");
  while (over_list->next()) over_list->range_ends_at(0);
}

BOOST_AUTO_TEST_CASE(one_rank_runs_a_loop_alone_and_the_root_manages_a_shared_one) {
  auto xs = numbers(3);
  auto loop = open_loop(xs, {}, {.name = "split_managed"});
  BOOST_TEST(loop->alone() == (world.size() == 1));
  BOOST_TEST(loop->manages() == (world.size() > 1 && world.rank() == 0));
  while (loop->next()) {
  }
}

// contract: E6
BOOST_AUTO_TEST_CASE(wrong_options_are_found_before_the_first_message) {
  auto xs = numbers(3);
  BOOST_CHECK_THROW(open_loop(xs, {.schedule = dlp::factoring{0}}, {.name = "x"}),
                    dlp::usage_error);
  BOOST_CHECK_THROW(open_loop(xs, {.root = world.size()}, {.name = "x"}), dlp::usage_error);
}

BOOST_AUTO_TEST_CASE(the_meter_has_the_label_on_the_root_alone) {
  auto xs = numbers(3);
  auto const said = dlp_test::said_on_stderr([&] {
    auto const options = dlp::managed_options{.progress = true, .label = "xs"};
    auto loop = open_loop(xs, options, {.name = "split_managed"});
    while (loop->next()) {
    }
  });
  auto const line = said.find("xs: [####################] 3/3");
  BOOST_TEST((line != said.npos) == (world.rank() == 0), said);
  BOOST_TEST(said.empty() == (world.rank() != 0), said);
}

BOOST_AUTO_TEST_SUITE_END()
