// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/described_axis.hpp>

#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/task/axis.hpp>
#include <dlp/task/spaced_values.hpp>

BOOST_AUTO_TEST_SUITE(described_axis_test)

using dlp::detail::describe_axis;

BOOST_AUTO_TEST_CASE(an_axis_is_described_with_its_values) {
  auto const said = describe_axis(dlp::axis("n", {3, 5, 7}, "m"), 2);
  BOOST_TEST(
      (said.what ==
       dlp::column{.name = "n", .kind = dlp::column_kind::integer, .bytes = 4, .unit = "m"}));
  BOOST_TEST(said.dimension == 2U);
  BOOST_TEST((said.values ==
              dlp::column_value{.shape = {3}, .values = std::vector<std::int64_t>{3, 5, 7}}));
}

BOOST_AUTO_TEST_CASE(a_grid_is_a_line_for_each_axis_and_one_on_the_cells) {
  auto const axes = std::vector{describe_axis(dlp::axis("gamma", {0.1, 0.2, 0.5}, "1/s"), 0),
                                describe_axis(dlp::axis("on", {true, false, true}), 0),
                                describe_axis(dlp::axis("omega", dlp::linspace(1, 2, 11)), 1),
                                describe_axis(dlp::axis("solver", {"r\nk"}), 2)};
  auto out = std::ostringstream();
  dlp::detail::write_grid(out, axes, 33, 30);
  BOOST_TEST(out.str() ==
             "gamma [1/s]  3 values: 0.1, 0.2, 0.5\n"
             "on           3 values: true, false, true, with gamma\n"
             "omega        11 values: 1, 1.1, 1.2, 1.3, …, 2\n"
             "solver       1 value: r\\nk\n"
             "3 x 11 x 1 = 33 cells, 30 without those that are left out\n");
}

BOOST_AUTO_TEST_CASE(a_grid_of_one_axis_is_no_product) {
  auto out = std::ostringstream();
  dlp::detail::write_grid(out, {describe_axis(dlp::axis("n", {1, 2, 3, 4, 5, 6}), 0)}, 6, 6);
  BOOST_TEST(out.str() == "n  6 values: 1, 2, 3, 4, 5, 6\n6 cells\n");
}

BOOST_AUTO_TEST_SUITE_END()
