// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/result_row.hpp>

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "../support/sweep_structs.hpp"

BOOST_AUTO_TEST_SUITE(result_row_test)

namespace {

using dlp_test::swing;
using row = std::vector<dlp::result_value>;

auto const result = swing{.energy = 1.5,
                          .steps = -3,
                          .stable = true,
                          .amplitude = {1, 2},
                          .note = "ok",
                          .trace = {1, 2, 3},
                          .main = {.at = 7, .width = 2}};

auto find_in(row const& all) {
  return [&all](std::string const& name) -> dlp::result_value const* {
    auto const at = std::ranges::find(all, name, [](auto const& one) { return one.what.name; });
    return at == all.end() ? nullptr : &*at;
  };
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_row_has_the_columns_that_were_known_before) {
  auto const columns = dlp::detail::columns_of<swing>();
  auto const values = dlp::detail::row_of(result);
  BOOST_REQUIRE(values.size() == columns.size());
  for (auto i = std::size_t{0}; i != columns.size(); ++i)
    BOOST_TEST((values[i].what == columns[i]), columns[i].name);
  BOOST_TEST((values[7].value == dlp::column_value{.values = std::vector{2.0}}));
}

BOOST_AUTO_TEST_CASE(a_result_is_made_from_its_row_in_whatever_order_that_is) {
  auto values = dlp::detail::row_of(result);
  std::ranges::reverse(values);
  BOOST_TEST((dlp::detail::result_from<swing>(find_in(values)) == result));
  auto const both = std::tuple(1, std::string("x"));
  auto const of_both = dlp::detail::row_of(both);
  BOOST_TEST((dlp::detail::result_from<std::tuple<int, std::string>>(find_in(of_both)) == both));
}

BOOST_AUTO_TEST_CASE(a_column_that_is_missing_is_named) {
  auto values = dlp::detail::row_of(result);
  values.pop_back();
  BOOST_CHECK_EXCEPTION(
      dlp::detail::result_from<swing>(find_in(values)), dlp::error, [](auto const& e) {
        return std::string(e.what()) == "dlp: there is no column main.width for the result";
      });
}

BOOST_AUTO_TEST_SUITE_END()
