// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/example_digest.hpp>

#include <memory>
#include <vector>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(example_digest_test)

using dlp::detail::digest_at;
using dlp::detail::example_digest;

BOOST_AUTO_TEST_CASE(it_is_of_the_example_and_not_of_where_it_is) {
  auto const some = std::vector{7, 8, 7};
  BOOST_TEST(digest_at<std::vector<int>>(some.begin()) ==
             digest_at<std::vector<int>>(some.begin() + 2));
  BOOST_TEST(digest_at<std::vector<int>>(some.begin()) !=
             digest_at<std::vector<int>>(some.begin() + 1));
  auto const bits = std::vector{true, false, true};
  BOOST_TEST(digest_at<std::vector<bool>>(bits.begin()) ==
             digest_at<std::vector<bool>>(bits.begin() + 2));
}

BOOST_AUTO_TEST_CASE(it_says_whether_it_overlooks_something) {
  auto const number = 1;
  auto const pointers = std::vector<int const*>{nullptr, &number};
  BOOST_TEST(!example_digest<std::vector<int const*>>(pointers.begin()).overlooks());
  BOOST_TEST(example_digest<std::vector<int const*>>(pointers.begin() + 1).overlooks());
  auto const owned = std::vector{std::make_shared<int>(1)};
  BOOST_TEST(!example_digest<std::vector<std::shared_ptr<int>>>(owned.begin()).overlooks());
}

BOOST_AUTO_TEST_SUITE_END()
