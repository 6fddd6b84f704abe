// SPDX-License-Identifier: BSL-1.0
#include <task/stored_row.hpp>

#include <complex>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/task/result_row.hpp>

#include "../support/sweep_structs.hpp"

BOOST_AUTO_TEST_SUITE(stored_row_test)

using namespace dlp::detail;
using std::string_view;

BOOST_AUTO_TEST_CASE(a_row_travels_as_numbers_and_texts) {
  auto made = dlp_test::swing{.energy = 1.5,
                              .steps = -3,
                              .stable = true,
                              .amplitude = {1, 2},
                              .note = "a, b",
                              .trace = {0.5}};
  auto packed = dlp::bytes();
  append_row(packed, row_of(made));
  auto values = std::vector<stored_value>(8);
  auto from = byte_reader(packed);
  take_values(from, values);
  BOOST_TEST(from.done());
  auto const expected = std::vector<stored_value>{1.5,
                                                  std::int64_t{-3},
                                                  std::int64_t{1},
                                                  string_view("[1,2]"),
                                                  string_view("a, b"),
                                                  string_view("[0.5]"),
                                                  0.0,
                                                  0.0};
  for (auto i = std::size_t{0}; i != values.size(); ++i)
    BOOST_TEST((checksum_of(values[i], 0) == checksum_of(expected[i], 0)), "value " << i);
  auto again = dlp::bytes();
  append_values(again, values);
  BOOST_TEST((again == packed));
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_nothing) {
  auto packed = dlp::bytes();
  append_row(packed, row_of(std::optional<int>()));
  auto values = std::vector<stored_value>{1.5};
  auto from = byte_reader(packed);
  take_values(from, values);
  BOOST_TEST(std::holds_alternative<std::monostate>(values[0]));
}

BOOST_AUTO_TEST_CASE(a_large_unsigned_number_keeps_its_bits) {
  auto const all = to_column_value(std::vector{std::numeric_limits<std::uint64_t>::max()});
  BOOST_TEST(std::get<std::int64_t>(stored_value_at(all, 0)) == -1);
}

BOOST_AUTO_TEST_CASE(a_column_is_kept_as_what_it_is_or_as_a_text) {
  BOOST_TEST((stored_kind_of(describe("x", true)) == value_kind::boolean));
  BOOST_TEST((stored_kind_of(describe("x", 'c')) == value_kind::integer));
  BOOST_TEST((stored_kind_of(describe("x", 1.0F)) == value_kind::real));
  BOOST_TEST((stored_kind_of(describe("x", std::string())) == value_kind::text));
  BOOST_TEST((stored_kind_of(describe("x", std::complex<double>())) == value_kind::text));
  BOOST_TEST((stored_kind_of(describe("x", std::vector<int>())) == value_kind::text));
}

BOOST_AUTO_TEST_CASE(what_a_cell_says_otherwise_than_is_declared_travels_behind_its_values) {
  using two = std::tuple<dlp::quantity<double>, dlp::labelled<>>;
  auto const declared = std::vector<dlp::column>{
      {.name = "e", .unit = "J", .attributes = {{"long_name", "energy"}}}, {.name = "t"}};
  auto const said = [&](two const& result) {
    auto packed = dlp::bytes();
    append_row(packed, row_of(result));
    auto const size = packed.size();
    append_words(packed, row_of(result), declared);
    auto values = std::vector<stored_value>(2);
    auto from = byte_reader(packed);
    take_values(from, values);
    auto text = std::string(take_words(from));
    BOOST_TEST(from.done());
    BOOST_TEST(text.empty() == (packed.size() == size));
    return text;
  };
  auto const trace = dlp::labelled<>{"t", {0}, {1}, "V", "s", {{"a", "b"}}};  // its value says it
  BOOST_TEST(said({{1.5, "J", {{"long_name", "energy"}}}, trace}) == "");
  BOOST_TEST(said({{1.5}, trace}) == "");  // nothing is said, and so nothing else
  BOOST_TEST(said({{1.5, "eV", {{"n", 3}}}, trace}) ==
             R"({"0":{"unit":"eV","attributes":{"long_name":"energy","n":3}}})");
}

BOOST_AUTO_TEST_SUITE_END()
