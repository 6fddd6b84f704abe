// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/batch_body.hpp>

#include <stdexcept>
#include <string>

#include <boost/test/unit_test.hpp>

#include "../support/tally.hpp"

BOOST_AUTO_TEST_SUITE(batch_body_test)

using dlp_test::spelled;
using namespace dlp::detail;

namespace {

auto const seeds = trajectory_seeds{.seed = 42};

auto of_stream(dlp::random_stream& draw) -> dlp::index_t { return draw() % 1000; }
auto of_trajectory(dlp::trajectory const& one) -> dlp::index_t { return one.stream() % 1000; }
void of_batch(dlp::batch const& all, spelled& into) {
  for (auto i = dlp::index_t{0}; i != all.size(); ++i) into.add(all.stream(i)() % 1000);
}

template <class F>
auto computed(F body, dlp::index_range which) {
  auto into = spelled();
  auto at = dlp::index_range();
  compute_batch(body, seeds, into, which, at);
  BOOST_TEST((at == which));
  return into.text;
}

}  // namespace

static_assert(checked_batch_body<decltype(&of_stream), spelled>::right);
static_assert(checked_batch_body<decltype(&of_trajectory), spelled>::right);
static_assert(checked_batch_body<decltype(&of_batch), spelled>::right);

BOOST_AUTO_TEST_CASE(each_form_computes_the_same_trajectories_in_order) {
  auto expected = std::string();
  for (auto const index : {5, 6, 7}) {
    auto draw = dlp::random_stream(42, static_cast<dlp::index_t>(index));
    expected += std::to_string(draw() % 1000) + ",";
  }
  BOOST_TEST(computed(of_stream, {5, 8}) == expected);
  BOOST_TEST(computed(of_trajectory, {5, 8}) == expected);
  BOOST_TEST(computed(of_batch, {5, 8}) == expected);
  BOOST_TEST(computed([](auto& draw) { return draw() % 1000; }, {5, 8}) == expected);
}

BOOST_AUTO_TEST_CASE(where_a_body_throws_is_known) {
  auto at = dlp::index_range();
  auto into = spelled();
  auto fails = [](dlp::trajectory const& one) -> dlp::index_t {
    if (one.index == 6) throw std::domain_error("six");
    return one.index;
  };
  BOOST_CHECK_THROW(compute_batch(fails, seeds, into, {5, 8}, at), std::domain_error);
  BOOST_TEST((at == dlp::index_range{6, 7}));
  auto all_fail = [](dlp::batch const&, spelled&) { throw std::domain_error("all"); };
  BOOST_CHECK_THROW(compute_batch(all_fail, seeds, into, {5, 8}, at), std::domain_error);
  BOOST_TEST((at == dlp::index_range{5, 8}));
}

BOOST_AUTO_TEST_SUITE_END()
