// SPDX-License-Identifier: BSL-1.0
#include <dispatch/journal/cell_row.hpp>

#include <span>
#include <vector>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(cell_row_test)

using namespace dlp::detail;

namespace {

struct fixture {
  std::vector<stored_value> axes = {1.5, std::int64_t{2}};
  std::vector<stored_value> results = {"text", std::as_bytes(std::span("bytes", 5)), {}};
  cell_row row = {17, cell_status::failed, 3, 4, "node1", 1.75e9, 0.25, "error", axes, results};
};

}  // namespace

// What lies in files has it: where it changes, journal_version does too.
BOOST_FIXTURE_TEST_CASE(its_checksum_is_what_it_was, fixture) {
  BOOST_TEST(checksum_of(row) == 0xe51257dfU);
}

BOOST_FIXTURE_TEST_CASE(everything_in_a_row_makes_a_difference, fixture) {
  auto const sum = checksum_of(row);
  auto const differs = [&](auto change) {
    auto other = row;
    change(other);
    return checksum_of(other) != sum;
  };
  auto const moved = std::vector<stored_value>{"text", std::as_bytes(std::span("bytes", 5))};
  BOOST_TEST(differs([](auto& one) { ++one.index; }));
  BOOST_TEST(differs([](auto& one) { one.status = cell_status::done; }));
  BOOST_TEST(differs([](auto& one) { ++one.attempts; }));
  BOOST_TEST(differs([](auto& one) { ++one.rank; }));
  BOOST_TEST(differs([](auto& one) { one.host = "node2"; }));
  BOOST_TEST(differs([](auto& one) { one.start += 1; }));
  BOOST_TEST(differs([](auto& one) { one.duration += 1; }));
  BOOST_TEST(differs([](auto& one) { one.error = "node1"; }));
  BOOST_TEST(differs([&](auto& one) { one.axes = one.axes.first(1); }));
  BOOST_TEST(differs([&](auto& one) { one.results = moved; }));
  BOOST_TEST(differs([&](auto& one) { std::swap(one.axes, one.results); }));
  BOOST_TEST(differs([](auto& one) { one.words = "w"; }));
}

BOOST_AUTO_TEST_SUITE_END()
