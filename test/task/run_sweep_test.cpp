// SPDX-License-Identifier: BSL-1.0
//
// What a sweep does whatever its types are; what programs see of it is in sweep_test.
#include <dlp/task/run_sweep.hpp>

#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/sweep.hpp>
#include <task/table_data.hpp>

#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(run_sweep_test)

namespace {

/// Of two columns, of which the second may have a name that is taken.
auto run(std::string const& name, dlp::error_policy const& policy) {
  auto cells = dlp::product(dlp::axis("n", {1, 2, 3}), dlp::axis("solver", {"rk4", "euler"}));
  auto const shape = dlp::detail::table_shape_of(
      cells, {dlp::detail::describe("number", dlp::index_t()), dlp::detail::describe(name, 0.0)});
  auto const plan = dlp::detail::sweep_plan{
      .shape = shape,
      .result = "two",
      .compute = [&](dlp::cell const& at) -> std::vector<dlp::result_value> {
        if (at.index == 3) throw std::domain_error("three");
        return {dlp::detail::result_value_of("number", at.index),
                dlp::detail::result_value_of(name, 0.5)};
      },
      .range = [&](auto const& options) { return dlp::detail::looped(cells, options); }};
  return dlp::detail::run_sweep(plan, {.on_error = policy, .everywhere = true});
}

}  // namespace

// contract: J2
BOOST_AUTO_TEST_CASE(every_cell_is_computed_and_comes_to_its_row) {
  for (auto const& policy :
       {dlp::error_policy(dlp::collect()), dlp::error_policy(dlp::retry{1}),
        dlp::error_policy(dlp::skip()), dlp::error_policy(dlp::retry{1, dlp::skip{}})}) {
    auto const table = run("half", policy);
    auto const numbers = table->named("number");
    for (auto at = dlp::index_t{0}; at != 6; ++at) {
      if (at == 3) continue;
      BOOST_TEST(dlp::detail::value_of_cell<dlp::index_t>(*numbers, at) == at);
      BOOST_TEST((table->about(at).status == dlp::cell_status::done));
    }
    BOOST_TEST((table->about(3).status == dlp::cell_status::failed));
    BOOST_TEST(table->about(3).error == "std::domain_error: three");
  }
}

BOOST_AUTO_TEST_CASE(an_error_names_the_parameters_of_the_cell) {
  auto const said = dlp_test::text_of([] { return run("half", dlp::stop{}); });
  BOOST_TEST(dlp_test::contains(said, "n = 2, solver = euler"), said);
}

BOOST_AUTO_TEST_CASE(names_are_looked_at_before_anything_is_computed) {
  BOOST_CHECK_THROW(run("n", dlp::collect{}), dlp::usage_error);
  BOOST_CHECK_THROW(run("number", dlp::collect{}), dlp::usage_error);
  BOOST_CHECK_THROW(run("status", dlp::collect{}), dlp::usage_error);
}

BOOST_AUTO_TEST_SUITE_END()
