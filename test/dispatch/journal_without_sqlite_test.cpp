// SPDX-License-Identifier: BSL-1.0
#include <dispatch/journal/journal_file.hpp>

#include <boost/test/unit_test.hpp>

#include <dispatch/journal/journal_reader.hpp>
#include <dlp/core/error.hpp>

#include "../support/journals.hpp"

BOOST_AUTO_TEST_SUITE(journal_without_sqlite_test)

using namespace dlp::detail;
using namespace dlp_test;

BOOST_AUTO_TEST_CASE(a_journal_is_refused_with_what_to_install) {
  auto const* const text =
      "dlp: run.db cannot be opened: this dlp was built without SQLite. Install its development "
      "files (Debian's package libsqlite3-dev), and configure and build dlp again";
  BOOST_TEST(text_of<dlp::usage_error>([] { journal_file({.file = "run.db"}); }) == text);
  BOOST_TEST(text_of<dlp::usage_error>([] { journal_reader("run.db"); }) == text);
}

BOOST_AUTO_TEST_SUITE_END()
