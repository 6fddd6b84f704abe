// SPDX-License-Identifier: BSL-1.0
#include <dispatch/ledger/outcome.hpp>

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

BOOST_AUTO_TEST_SUITE(outcome_test)

using dlp::failure;
using namespace dlp::detail;

namespace {

auto failure_at(dlp::index_t index, std::string text = "") -> failure {
  return {.index = index, .rank = 1, .host = "node", .type = {}, .text = std::move(text)};
}

}  // namespace

// contract: E13
BOOST_AUTO_TEST_CASE(what_a_body_throws_at_an_example_is_left_out_by_skip_alone) {
  for (auto const& policy : {dlp::error_policy(dlp::stop()), dlp::error_policy(dlp::collect()),
                             dlp::error_policy(dlp::retry())}) {
    auto how = loop_outcome();
    how.add(failure_at(3), policy);
    BOOST_TEST(how.failures.size() == 1u);
  }
  auto how = loop_outcome();
  BOOST_TEST(how.is_good());
  how.add(failure_at(3), dlp::skip());
  BOOST_TEST(how.left_out.size() == 1u);
  BOOST_TEST(!how.is_good());
  how.add(failure_at(failure::no_index), dlp::skip());
  BOOST_TEST(how.failures.size() == 1u);
  BOOST_TEST(how.count() == 2u);
}

BOOST_AUTO_TEST_CASE(it_travels) {
  auto const sent = [](loop_outcome const& how) {
    auto packed = dlp::bytes();
    append(packed, how);
    auto reader = byte_reader(packed);
    auto const back = take_outcome(reader);
    BOOST_TEST(reader.done());
    BOOST_TEST((back.failures == how.failures && back.left_out == how.left_out));
    return packed.size();
  };
  BOOST_TEST(sent({}) == 0u);
  BOOST_TEST(sent({{failure_at(1, "one")}, {}}) != 0u);
  BOOST_TEST(sent({{}, {failure_at(2, "two"), failure_at(3)}}) != 0u);
  BOOST_TEST(sent({{failure_at(1)}, {failure_at(2)}}) != 0u);
}

// contract: E13
BOOST_AUTO_TEST_CASE(a_loop_ends_with_what_was_left_out_in_the_list_and_the_rest_thrown) {
  auto list = std::vector{failure_at(99)};
  auto const policy = dlp::error_policy(dlp::skip{&list});
  conclude("map", policy, {}, false);
  BOOST_TEST(list.empty());
  auto const how = loop_outcome{{failure_at(7), failure_at(5)}, {failure_at(4), failure_at(2)}};
  try {
    conclude("map", policy, how, false);
    BOOST_ERROR("nothing was thrown");
  } catch (dlp::task_error const& error) {
    BOOST_TEST(error.failures().size() == 2u);
    BOOST_TEST(error.failures().front().index == 5u);
  }
  BOOST_TEST((list == std::vector{failure_at(2), failure_at(4)}));
}

BOOST_AUTO_TEST_SUITE_END()
