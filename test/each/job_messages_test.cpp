// SPDX-License-Identifier: BSL-1.0
#include <each/job_messages.hpp>

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/comm/communicator.hpp>
#include <dlp/task/function_pool.hpp>

BOOST_AUTO_TEST_SUITE(job_messages_test)

using dlp::detail::job_order;
using dlp::detail::job_result;

BOOST_AUTO_TEST_CASE(an_order_and_its_result_travel_whole) {
  auto pool = dlp::function_pool<job_result(job_order)>([](job_order const& order) {
    return job_result{.number = order.number,
                      .is_begun = true,
                      .code = static_cast<int>(order.arguments.size()),
                      .seconds = 0.5,
                      .out = order.arguments.at(0),
                      .err = order.arguments.at(1)};
  });
  if (pool.is_root()) {
    auto const odd = std::string("a\0b\n", 4);
    auto const result = pool(job_order{.number = 1ULL << 40U, .arguments = {odd, ""}}).get();
    BOOST_TEST(result.number == 1ULL << 40U);
    BOOST_TEST(result.is_begun);
    BOOST_TEST(result.code == 2);
    BOOST_TEST(result.seconds == 0.5);
    BOOST_TEST(result.out == odd);
    BOOST_TEST(result.err.empty());
  }
  pool.shutdown();
}

BOOST_AUTO_TEST_SUITE_END()
