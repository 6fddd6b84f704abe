// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/column_names.hpp>

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

BOOST_AUTO_TEST_SUITE(column_names_test)

namespace {

using columns = std::vector<dlp::column>;

auto says(std::string text) {
  return [text](dlp::usage_error const& e) { return std::string(e.what()) == text; };
}
auto const of_every_table = std::string(
    " is a column that every table has; such are index, status, attempts, rank, host, start, "
    "duration, error, parts, checksum");

}  // namespace

BOOST_AUTO_TEST_CASE(an_axis_has_a_name_of_its_own_and_values) {
  dlp::detail::check_axis("axis", "gamma", 1);
  BOOST_CHECK_EXCEPTION(dlp::detail::check_axis("axis", "", 1), dlp::usage_error,
                        says("dlp::axis: an axis has no name"));
  BOOST_CHECK_EXCEPTION(dlp::detail::check_axis("random", "gamma", 0), dlp::usage_error,
                        says("dlp::random: the axis gamma has no values"));
  for (auto const* name : {"index", "status", "attempts", "rank", "host", "start", "duration",
                           "error", "parts", "checksum"})
    BOOST_CHECK_EXCEPTION(dlp::detail::check_axis("axis", name, 1), dlp::usage_error,
                          says("dlp: " + std::string(name) + of_every_table));
}

BOOST_AUTO_TEST_CASE(two_axes_have_two_names) {
  dlp::detail::check_axis_names({"a", "b", "aa"});
  BOOST_CHECK_EXCEPTION(dlp::detail::check_axis_names({"a", "b", "a"}), dlp::usage_error,
                        says("dlp: two axes are called a"));
  BOOST_CHECK_EXCEPTION(
      dlp::detail::check_axis_names({"a", "b", "A"}), dlp::usage_error,
      says("dlp: two axes are called a and A, which is one name for columns of a file"));
}

BOOST_AUTO_TEST_CASE(a_result_has_a_name_that_nothing_else_has) {
  auto const check = [](columns const& results) {
    dlp::detail::check_result_names({"gamma", "omega"}, results);
  };
  check({{.name = "energy"}, {.name = "main.gamma"}, {.name = "trace", .dimension = "t"}});
  check({{.name = "a", .dimension = "t"}, {.name = "b", .dimension = "t"}});
  BOOST_CHECK_EXCEPTION(check({{.name = "e"}, {.name = ""}}), dlp::usage_error,
                        says("dlp: a result has no name"));
  BOOST_CHECK_EXCEPTION(check({{.name = "e"}, {.name = "f"}, {.name = "e"}}), dlp::usage_error,
                        says("dlp: two results are called e"));
  BOOST_CHECK_EXCEPTION(check({{.name = "omega"}}), dlp::usage_error,
                        says("dlp: an axis and a result are called omega"));
  BOOST_CHECK_EXCEPTION(check({{.name = "Omega"}}), dlp::usage_error,
                        says("dlp: an axis and a result are called omega and Omega, which is one "
                             "name for columns of a file"));
  BOOST_CHECK_EXCEPTION(
      check({{.name = "e"}, {.name = "E"}}), dlp::usage_error,
      says("dlp: two results are called e and E, which is one name for columns of a file"));
  BOOST_CHECK_EXCEPTION(check({{.name = "status"}}), dlp::usage_error,
                        says("dlp: status" + of_every_table));
}

BOOST_AUTO_TEST_CASE(what_a_result_lies_along_is_no_other_column) {
  auto const check = [](columns const& results) {
    dlp::detail::check_result_names({"gamma"}, results);
  };
  BOOST_CHECK_EXCEPTION(check({{.name = "trace", .dimension = "gamma"}}), dlp::usage_error,
                        says("dlp: the result trace lies along gamma, which is another column"));
  BOOST_CHECK_EXCEPTION(check({{.name = "trace", .dimension = "t"}, {.name = "t"}}),
                        dlp::usage_error,
                        says("dlp: the result trace lies along t, which is another column"));
  BOOST_CHECK_EXCEPTION(check({{.name = "trace", .dimension = "index"}}), dlp::usage_error,
                        says("dlp: index" + of_every_table));
}

BOOST_AUTO_TEST_SUITE_END()
