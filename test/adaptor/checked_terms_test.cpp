// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/checked_terms.hpp>

#include <chrono>
#include <forward_list>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

BOOST_AUTO_TEST_SUITE(checked_terms_test)

using namespace std::chrono_literals;
using dlp::detail::checked_terms;

namespace {

using once = std::ranges::istream_view<int>;  // can be walked only once
using unsized = std::forward_list<int>;
using numbers = std::vector<int>;

/// What is wrong with the options for a loop of that name over a `Base`.
template <class Base>
auto complaint(dlp::managed_options const& options, std::string const& name = "map")
    -> std::string {
  try {
    static_cast<void>(checked_terms<Base>(options, {.name = name}));
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
  auto const terms = checked_terms<numbers>(options, {.name = "map", .result = "int"});
  BOOST_TEST(terms.name == "map");
  BOOST_TEST(terms.result == "int");
  BOOST_TEST(!terms.size);
  BOOST_TEST(to_string(terms.schedule) == "guided{2}");
  BOOST_TEST(std::get<dlp::retry>(terms.on_error).times == 3u);
  BOOST_TEST(terms.longest_first);
  BOOST_TEST(terms.survive.has_value());
  BOOST_TEST(!terms.single_pass);
  BOOST_TEST(terms.where.line() == options.where.line());
  BOOST_TEST(checked_terms<once>({}, {.name = "map"}).single_pass);
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

BOOST_AUTO_TEST_SUITE_END()
