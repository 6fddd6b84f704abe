// SPDX-License-Identifier: BSL-1.0
#include <each/store/job_store.hpp>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(job_store_without_sqlite_test)

BOOST_AUTO_TEST_CASE(a_store_is_refused_in_one_sentence) {
  auto const said =
      dlp_test::text_of<dlp::usage_error>([] { return dlp::detail::job_store("jobs.db", false); });
  BOOST_TEST(dlp_test::contains(said, "dlp-each: --store jobs.db cannot be honoured"));
  BOOST_TEST(dlp_test::contains(said, "without SQLite"));
}

BOOST_AUTO_TEST_SUITE_END()
