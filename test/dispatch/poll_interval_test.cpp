// SPDX-License-Identifier: BSL-1.0
#include <dispatch/pace/poll_interval.hpp>

#include <boost/test/unit_test.hpp>
#include <chrono>

BOOST_AUTO_TEST_SUITE(poll_interval_test)

using dlp::index_t;
using dlp::detail::poll_interval;
using namespace std::chrono_literals;

namespace {

/// The strides of `looks` looks, when an example takes so long.
auto last_stride(std::chrono::nanoseconds example, int looks) -> index_t {
  auto beats = poll_interval();
  auto now = poll_interval::clock::now();
  auto stride = beats.next(now);
  for (; looks != 0; --looks) stride = beats.next(now += example * stride);
  return stride;
}

}  // namespace

// contract: P2
BOOST_AUTO_TEST_CASE(short_examples_are_looked_after_about_every_100_us) {
  for (auto const example : {1ns, 10ns, 300ns, 3000ns}) {
    auto const between_looks = example * last_stride(example, 40);
    BOOST_TEST((between_looks >= 50us && between_looks <= 200us), between_looks.count() << " ns");
  }
}

BOOST_AUTO_TEST_CASE(long_examples_are_looked_after_one_by_one) {
  BOOST_TEST(last_stride(1ms, 40) == 1u);
  BOOST_TEST(last_stride(1h, 40) == 1u);
}

BOOST_AUTO_TEST_CASE(examples_that_cost_nothing_do_not_make_it_blind) {
  BOOST_TEST(last_stride(0ns, 100) == index_t{1} << 20);
}

BOOST_AUTO_TEST_CASE(examples_that_become_long_are_looked_after_more_often) {
  auto beats = poll_interval();
  auto now = poll_interval::clock::now();
  auto stride = index_t{1};
  while (stride < 64) stride = beats.next(now += 1us);
  for (auto looks = 0; looks != 6; ++looks) stride = beats.next(now += 1ms * stride);
  BOOST_TEST(stride == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
