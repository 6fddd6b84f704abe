// SPDX-License-Identifier: BSL-1.0
#include <dispatch/journal/sql_statement.hpp>

#include <bit>
#include <cmath>
#include <limits>

#include <boost/test/unit_test.hpp>

#include <dispatch/journal/database.hpp>
#include <dispatch/journal/store_error.hpp>

#include "../support/journals.hpp"

BOOST_AUTO_TEST_SUITE(sql_statement_test)

using namespace dlp::detail;
using namespace dlp_test;

namespace {

struct fixture : empty_database {
  /// What is read of a value that was written.
  [[nodiscard]] auto comes_back(stored_value const& value, value_kind kind) {
    tables.execute("DROP TABLE IF EXISTS t; CREATE TABLE t (x)");
    tables.prepare("INSERT INTO t VALUES (?)").bind(1, value).run();
    auto read = tables.prepare("SELECT x FROM t");
    return read.step() && same(read.value(0, kind), value);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_CASE(each_value_comes_back_as_it_is, fixture) {
  using limits = std::numeric_limits<double>;
  BOOST_TEST(comes_back({}, value_kind::real));
  BOOST_TEST(comes_back(std::numeric_limits<std::int64_t>::min(), value_kind::integer));
  for (auto const number : {0.0, -0.0, 1.0, limits::infinity(), limits::quiet_NaN(),
                            -limits::quiet_NaN(), limits::signaling_NaN()}) {
    BOOST_TEST(comes_back(number, value_kind::real));
  }
  BOOST_TEST(comes_back(std::string_view(), value_kind::text));
  BOOST_TEST(comes_back(std::string_view("a\0b", 3), value_kind::text));
  BOOST_TEST(comes_back(std::span<std::byte const>(), value_kind::blob));
  BOOST_TEST(comes_back(std::as_bytes(std::span("8 bytes", 8)), value_kind::blob));
}

BOOST_FIXTURE_TEST_CASE(a_nan_can_be_told_in_sql, fixture) {
  tables.execute("CREATE TABLE t (x)");
  tables.prepare("INSERT INTO t VALUES (?)")
      .bind(1, std::numeric_limits<double>::quiet_NaN())
      .run();
  BOOST_TEST(*tables.first_text("SELECT hex(x) FROM t") == "7FF8000000000000");
}

BOOST_FIXTURE_TEST_CASE(it_can_run_again_and_end_early, fixture) {
  tables.execute("CREATE TABLE t (x); INSERT INTO t VALUES (1), (2)");
  auto all = tables.prepare("SELECT x FROM t");
  BOOST_TEST(all.step());
  all.reset();
  auto sum = std::int64_t{0};
  while (all.step()) sum += all.integer(0);
  while (all.step()) sum += all.integer(0);
  BOOST_TEST(sum == 6);
}

BOOST_FIXTURE_TEST_CASE(a_mistake_in_sql_is_sqlites_sentence, fixture) {
  auto const text = text_of<store_error>([&] { static_cast<void>(tables.prepare("SELEKT")); });
  BOOST_TEST(text.find("near \"SELEKT\": syntax error") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
