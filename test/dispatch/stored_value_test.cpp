// SPDX-License-Identifier: BSL-1.0
#include <dispatch/journal/stored_value.hpp>

#include <set>
#include <span>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

#include <dispatch/journal/store_error.hpp>

#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(stored_value_test)

using namespace dlp::detail;
using dlp_test::text_of;

BOOST_AUTO_TEST_CASE(a_kind_has_a_name_and_is_found_by_it) {
  for (auto const kind : {value_kind::integer, value_kind::boolean, value_kind::real,
                          value_kind::text, value_kind::blob}) {
    BOOST_TEST((value_kind_of(to_string(kind), "run.db") == kind));
  }
  BOOST_TEST(to_string(value_kind::real) == "real");
  BOOST_TEST(text_of<store_error>([] { return value_kind_of("veal", "run.db"); })
                 .starts_with("dlp: run.db is damaged: no column of a journal holds a \"veal\". "
                              "Delete it, "));
}

BOOST_AUTO_TEST_CASE(a_column_holds_values_of_its_kind_or_none) {
  auto const bytes = std::as_bytes(std::span("x", 1));
  for (auto const kind : {value_kind::integer, value_kind::boolean, value_kind::real,
                          value_kind::text, value_kind::blob}) {
    auto const is_whole = kind == value_kind::integer || kind == value_kind::boolean;
    BOOST_TEST(fits({}, kind));
    BOOST_TEST(fits(std::int64_t{1}, kind) == is_whole);
    BOOST_TEST(fits(1.0, kind) == (kind == value_kind::real));
    BOOST_TEST(fits("x", kind) == (kind == value_kind::text));
    BOOST_TEST(fits(bytes, kind) == (kind == value_kind::blob));
  }
}

BOOST_AUTO_TEST_CASE(what_looks_alike_has_another_checksum) {
  auto const nothing = std::span<std::byte const>();
  auto const a = std::as_bytes(std::span("a", 1));
  auto const values = std::vector<stored_value>{
      {}, std::int64_t{0}, 0.0, -0.0, std::string_view(), nothing, std::int64_t{1}, 1.0, "1", "a",
      a};
  auto sums = std::set<std::uint32_t>();
  for (auto const& value : values) sums.insert(checksum_of(value, 0));
  BOOST_TEST(sums.size() == values.size());
  BOOST_TEST(checksum_of("b", checksum_of("a", 0)) != checksum_of("a", checksum_of("b", 0)));
  // What lies where one text ends and the next begins is seen too.
  BOOST_TEST(checksum_of("c", checksum_of("ab", 0)) != checksum_of("bc", checksum_of("a", 0)));
}

BOOST_AUTO_TEST_SUITE_END()
