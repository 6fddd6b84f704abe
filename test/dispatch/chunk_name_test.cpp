// SPDX-License-Identifier: BSL-1.0
#include <dispatch/trace/chunk_name.hpp>

#include <cstdint>
#include <set>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(chunk_name_test)

using namespace dlp::detail;

BOOST_AUTO_TEST_CASE(no_two_arrows_of_a_communicator_have_the_same_number) {
  auto names = std::set<std::uint64_t>();
  for (auto root : {0, 11})
    for (auto call : {1u, 11u})
      for (auto rank : {1, 11})
        for (auto number : {1u, 11u}) {
          auto const chunk = chunk_name{root, call, rank, number};
          BOOST_TEST(names.insert(way_there(chunk)).second);
          BOOST_TEST(names.insert(way_back(chunk)).second);
        }
}

BOOST_AUTO_TEST_SUITE_END()
